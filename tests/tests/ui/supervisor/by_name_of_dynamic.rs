use dormouse::prelude::*;

#[supervisor(dynamic)]
struct Plugins {}

async fn administer(plugins: PluginsRef) -> anyhow::Result<()> {
    let again = plugins.supervisor().restart_child("one").await?;
    println!("{}", again.path());
    plugins.supervisor().delete_child("one").await?;
    Ok(())
}

fn main() {}
