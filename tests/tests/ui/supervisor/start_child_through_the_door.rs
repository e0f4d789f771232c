//! A child on demand is started by the handle; OTP's `start_child` of static supervisors is behind `supervisor()`.

use dormouse::prelude::*;
use dormouse::{ChildSpec, StartOptions};

#[actor]
struct Session;

#[actor]
impl Session {}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |_user: String| Session)]
    session: Session,
}

#[supervisor(dynamic)]
struct Plugins {}

async fn start(sessions: SessionsRef, plugins: PluginsRef) -> anyhow::Result<()> {
    let session = sessions.supervisor().start_child("ada".to_owned()).await?;
    session.stop().await?;
    let plugin = plugins
        .supervisor()
        .start_child(ChildSpec::new("one", || Session))
        .await?;
    plugin.stop().await?;
    let options = StartOptions::new();
    plugins.supervisor().start_child_with(options, ()).await?;
    Ok(())
}

fn main() {}
