//! From MCP requests to calls of actors.

use std::borrow::Cow;
use std::fmt::Display;

use dormouse::CallError;
use rmcp::handler::server::tool::{Extension, IntoCallToolResult, ToolCallContext, ToolRouter};
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, GetPromptRequestParams,
    GetPromptResponse, GetPromptResult, Implementation, InitializeRequestParams, InitializeResult,
    ListPromptsResult, ListToolsResult, PaginatedRequestParams, Prompt, PromptArgument,
    PromptMessage, ProtocolVersion, Role, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, Json, RoleServer, ServerHandler, tool, tool_router};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::app::AppRef;
use super::options::Options;
use super::session::{Client, SessionId, SessionRef};
use super::settings::Settings;
use super::status::Status;

/// Answers MCP requests by asking the actors.
///
/// Whose request it is, the transport says: it adds the [`SessionRef`] to the extensions of each.
#[derive(Debug)]
pub struct Server {
    app: AppRef,
    settings: Settings,
    tools: ToolRouter<Self>,
}

impl Server {
    /// A server for clients of `app`, with the tools that `options` ask for.
    #[must_use]
    pub fn new(app: AppRef, options: &Options) -> Self {
        let mut tools = Self::tool_router();
        if options.search.is_none() {
            tools.remove_route("search");
        }
        if !options.with_crash {
            tools.remove_route("crash");
        }
        Self {
            app,
            settings: options.settings,
            tools,
        }
    }

    /// The actors.
    #[must_use]
    pub fn app(&self) -> &AppRef {
        &self.app
    }

    /// What the actors are told.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }
}

/// The one prompt that there is.
const PROMPT: &str = "work-out";

/// Arguments of `calculate`.
#[derive(Debug, Deserialize, JsonSchema)]
struct Calculate {
    /// Such as `2 * (3 + 4)`.
    expression: String,
}

/// Arguments of `count`.
#[derive(Debug, Deserialize, JsonSchema)]
struct Count {
    /// How much to add; 1 if left out.
    #[serde(default = "one")]
    by: i64,
}

fn one() -> i64 {
    1
}

/// Arguments of `search`.
#[derive(Debug, Deserialize, JsonSchema)]
struct Search {
    /// What to look for; upper and lower case are the same.
    text: String,
    /// How many lines to answer with, at most 100; 20 if left out.
    #[serde(default = "twenty")]
    limit: usize,
}

fn twenty() -> usize {
    20
}

/// What rmcp makes the answer to a `tools/call` of.
type Answer = Result<CallToolResponse, ErrorData>;

#[tool_router]
impl Server {
    /// Works out an arithmetic expression: numbers, + - * / % ^ and parentheses.
    #[tool]
    async fn calculate(
        &self,
        Parameters(Calculate { expression }): Parameters<Calculate>,
    ) -> Answer {
        let value = self.app.tools().calculator().evaluate(expression).await;
        answer(value.map(|value| value.to_string()))
    }

    /// Adds to the counter of this session, and answers with its new value.
    #[tool]
    async fn count(
        &self,
        Extension(session): Extension<SessionId>,
        Parameters(Count { by }): Parameters<Count>,
    ) -> Answer {
        let count = self.app.tools().counter().add(session, by).await;
        answer(count.map(|count| count.to_string()))
    }

    /// Finds lines of text in the files of the server's directory.
    #[tool]
    async fn search(&self, Parameters(Search { text, limit }): Parameters<Search>) -> Answer {
        let found = self.app.tools().search().find(text, limit.min(100)).await;
        answer(found.map(Json))
    }

    /// What the server knows of this session: its client, and how many tools that has called.
    #[tool]
    async fn session(&self, Extension(session): Extension<SessionRef>) -> Answer {
        answer(session.about().await.map(Json))
    }

    /// How many sessions and other actors are awake and asleep, and what they cost.
    #[tool]
    async fn status(&self) -> Answer {
        Json(Status::of(&self.app)).into_call_tool_result()
    }

    /// Panics. The caller gets an error, and everything goes on.
    #[tool]
    async fn crash(&self) -> Answer {
        answer(
            self.app
                .tools()
                .crash()
                .crash()
                .await
                .map(|()| String::new()),
        )
    }
}

/// A tool's own error is an answer, for the model to read; no answer is an error of the server.
fn answer<T: IntoCallToolResult, E: Display>(result: Result<T, CallError<E>>) -> Answer {
    match result {
        Ok(value) => value.into_call_tool_result(),
        Err(CallError::Reply(error)) => {
            let text = ContentBlock::text(error.to_string());
            Ok(CallToolResult::error(vec![text]).into())
        }
        Err(error) => Err(unavailable(error)),
    }
}

fn unavailable(error: impl Display) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}

/// The session that a request belongs to.
fn session(context: &RequestContext<RoleServer>) -> Result<&SessionRef, ErrorData> {
    let session = context.extensions.get();
    session.ok_or_else(|| ErrorData::invalid_request("no session: `initialize` opens one", None))
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let about = Implementation::new("dormouse-mcp", env!("CARGO_PKG_VERSION"));
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_prompts();
        ServerConfig::new(capabilities.build())
            .with_server_info(about)
            .with_instructions("`status` tells how the sessions of this server sleep.")
    }

    /// Later revisions of the protocol know no sessions, and sessions are what this server is about.
    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        ProtocolVersion::known_up_to(&ProtocolVersion::LATEST_WITH_INITIALIZE).into()
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        let client = Client::new(&request.client_info.name, &request.client_info.version);
        session(&context)?
            .greet(client)
            .await
            .map_err(unavailable)?;
        context.peer.set_peer_info(request.clone());
        self.negotiate_initialize(&request)
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.list_all()))
    }

    async fn list_prompts(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let expression = PromptArgument::new("expression").with_required(true);
        let about = Some("Has the model work out an expression.");
        let prompt = Prompt::new(PROMPT, about, Some(vec![expression]));
        Ok(ListPromptsResult::with_all_items(vec![prompt]))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let expression = arguments.get("expression").and_then(Value::as_str);
        let (PROMPT, Some(expression)) = (request.name.as_str(), expression) else {
            let what = format!("there is only the prompt `{PROMPT}`, which needs an `expression`");
            return Err(ErrorData::invalid_params(what, None));
        };
        let text = session(&context)?.prompted(expression.to_owned()).await;
        let text = text.map_err(unavailable)?;
        Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, text)]).into())
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.get(name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        mut context: RequestContext<RoleServer>,
    ) -> Answer {
        let id = session(&context)?.called().await.map_err(unavailable)?;
        context.extensions.insert(id);
        self.tools
            .call(ToolCallContext::new(self, request, context))
            .await
    }
}
