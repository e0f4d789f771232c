//! The actors without a transport, in the process of the test.

use std::time::Duration;

use dormouse::prelude::*;
use dormouse_examples::mcp::session::{Client, SessionId};
use dormouse_examples::mcp::store::Store;

use crate::support::{in_time, new_app};

#[test]
fn a_handler_is_a_method() {
    let session = SessionId::random();
    let mut store = Store::new(Duration::MAX);
    assert_eq!(store.count(session).0, 0);
    let Hibernate(()) = store.save_count(session, 3);
    assert_eq!(store.count(session).0, 3);
    let Hibernate(()) = store.forget(session);
    assert_eq!(store.count(session).0, 0);
}

#[tokio::test]
async fn a_session_comes_back_with_what_the_store_remembers() {
    let app = new_app().start().await.unwrap();
    let id = SessionId::random();
    let session = app.sessions().start_child(id).await.unwrap();
    let client = Client::new("ada", "1.0");
    session.greet(client.clone()).await.unwrap();
    assert_eq!(session.called().await.unwrap(), id);
    assert_eq!(app.tools().counter().add(id, 5).await.unwrap(), 5);

    session.actor().kill().await.unwrap();
    let about = session.about().await.unwrap();
    assert_eq!((about.client, about.calls), (Some(client), 0));
    assert_eq!(session.actor().generation(), 2);
    assert_eq!(app.tools().counter().add(id, 1).await.unwrap(), 6);

    session.stop().await.unwrap();
    assert_eq!(app.store().client(id).await.unwrap(), None);
    assert!(session.about().await.is_err());
    app.stop().await.unwrap();
}

#[tokio::test]
async fn a_session_that_is_killed_over_a_request_says_so() {
    let app = new_app().start().await.unwrap();
    let session = app.sessions().start_child(SessionId::random()).await;
    let session = session.unwrap();
    // The store does not answer, so that the session waits in the middle of the request.
    app.store().actor().suspend().await.unwrap();
    let greeting = session.greet(Client::new("ada", "1.0")).send();
    in_time("the request to reach the store", async {
        while app.store().actor().queue_len() == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    session.actor().kill().await.unwrap();
    let error = greeting.await.unwrap_err().to_string();
    assert!(error.contains("App/sessions/session#0"), "{error}");
    assert!(error.contains("killed"), "{error}");
    app.store().actor().resume().unwrap();
    assert_eq!(session.about().await.unwrap().calls, 0, "it is back");
}

#[tokio::test]
async fn what_was_not_started_says_so() {
    let app = new_app().start().await.unwrap();
    let error = app
        .tools()
        .search()
        .find("x".to_owned(), 1)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("App/tools/search"), "{error}");
}
