//! From what a client sends to a message, or to what is answered instead.

use rmcp::model::{
    ClientJsonRpcMessage, ClientNotification, ClientRequest, ErrorCode, ErrorData, JsonRpcMessage,
    RequestId, ServerJsonRpcMessage,
};
use serde_json::Value;

use super::{MAX_REQUEST, too_large};

/// What a client has sent: over TCP and stdio one line, over a WebSocket one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// All of it.
    Whole(Vec<u8>),
    /// It had more than [`MAX_REQUEST`] bytes, which were dropped.
    TooLong,
}

/// What it is.
#[derive(Debug)]
pub enum Parsed {
    /// A message that the server knows.
    Known(ClientJsonRpcMessage),
    /// Nothing: a blank line.
    Nothing,
    /// A request that the server does not know, or no message at all: what is answered to it.
    UnknownRequest(ServerJsonRpcMessage),
    /// A notification that the server does not know. JSON-RPC has no answer to it.
    UnknownInfo,
}

impl Incoming {
    /// Finds out what it is.
    #[must_use]
    pub fn parse(&self) -> Parsed {
        match self {
            Self::Whole(text) if text.len() <= MAX_REQUEST => parse(text.trim_ascii()),
            _ => refused(None, too_large()),
        }
    }
}

fn parse(text: &[u8]) -> Parsed {
    if text.is_empty() {
        return Parsed::Nothing;
    }
    let value: Value = match serde_json::from_slice(text) {
        Ok(value) => value,
        Err(error) => {
            let error = ErrorData::parse_error(format!("not JSON: {error}"), None);
            return refused(None, error);
        }
    };
    let id = value.get("id").cloned();
    let is_notification = id.is_none() && value.get("method").is_some();
    match serde_json::from_value(value) {
        Ok(message) => known(message),
        Err(_) if is_notification => Parsed::UnknownInfo,
        Err(error) => {
            let id = id.and_then(|id| serde_json::from_value(id).ok());
            let error = ErrorData::invalid_request(format!("not a message: {error}"), None);
            refused(id, error)
        }
    }
}

/// For the SDK, a request with a strange method, or with strange parameters, is a custom one.
fn known(message: ClientJsonRpcMessage) -> Parsed {
    match message {
        JsonRpcMessage::Request(request) => match request.request {
            ClientRequest::CustomRequest(custom) => {
                let what = format!("no `{}`, or not with such parameters", custom.method);
                let error = ErrorData::new(ErrorCode::METHOD_NOT_FOUND, what, None);
                refused(Some(request.id), error)
            }
            _ => Parsed::Known(JsonRpcMessage::Request(request)),
        },
        JsonRpcMessage::Notification(notification) => match notification.notification {
            ClientNotification::CustomNotification(_) => Parsed::UnknownInfo,
            _ => Parsed::Known(JsonRpcMessage::Notification(notification)),
        },
        message => Parsed::Known(message),
    }
}

fn refused(id: Option<RequestId>, error: ErrorData) -> Parsed {
    Parsed::UnknownRequest(ServerJsonRpcMessage::error(error, id))
}

#[cfg(test)]
mod tests {
    use rmcp::model::NumberOrString;

    use super::*;

    fn parse(line: impl Into<Vec<u8>>) -> Parsed {
        Incoming::Whole(line.into()).parse()
    }

    #[test]
    fn messages_pass() {
        for line in [
            r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\"}\r\n",
        ] {
            assert!(matches!(parse(line), Parsed::Known(_)), "{line}");
        }
    }

    #[test]
    fn what_needs_no_answer_gets_none() {
        for line in ["", " \r\n"] {
            assert!(matches!(parse(line), Parsed::Nothing), "{line}");
        }
        for line in [
            r#"{"method":"textDocument/didOpen"}"#,
            r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{}}"#,
        ] {
            assert!(matches!(parse(line), Parsed::UnknownInfo), "{line}");
        }
    }

    #[test]
    fn what_is_unknown_is_refused() {
        let seven = Some(NumberOrString::Number(7));
        for (line, id, code) in [
            ("garbage", None, ErrorCode::PARSE_ERROR),
            ("{\"jsonrpc\":\"2.0\",", None, ErrorCode::PARSE_ERROR),
            ("\u{0}\u{1}", None, ErrorCode::PARSE_ERROR),
            ("[]", None, ErrorCode::INVALID_REQUEST),
            ("{}", None, ErrorCode::INVALID_REQUEST),
            (
                r#"{"id":7,"method":"ping"}"#,
                seven.clone(),
                ErrorCode::INVALID_REQUEST,
            ),
            (
                r#"{"jsonrpc":"2.0","id":7,"method":"no/such"}"#,
                seven,
                ErrorCode::METHOD_NOT_FOUND,
            ),
        ] {
            is_refused(parse(line), line, id, code);
        }
        let deep = "[".repeat(MAX_REQUEST);
        is_refused(parse(deep), "[[..", None, ErrorCode::PARSE_ERROR);
        is_refused(parse(*b"\xff\xfe"), "ff fe", None, ErrorCode::PARSE_ERROR);
        let too_long = Incoming::TooLong.parse();
        is_refused(too_long, "too long", None, ErrorCode::INVALID_REQUEST);
    }

    fn is_refused(parsed: Parsed, line: &str, id: Option<RequestId>, code: ErrorCode) {
        match parsed {
            Parsed::UnknownRequest(JsonRpcMessage::Error(error)) => {
                assert_eq!((error.id, error.error.code), (id, code), "{line}");
            }
            parsed => panic!("{line}: {parsed:?}"),
        }
    }
}
