//! The command line.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;

use super::chaos;
use super::settings::{OnUnknown, Settings};

/// What `--help` prints.
pub const HELP: &str = "\
An MCP server whose sessions and tools are actors.

Usage: mcp [OPTIONS]

Options:
      --http ADDRESS    serve streamable HTTP at http://ADDRESS/mcp [default: 127.0.0.1:8000]
                        and WebSocket at ws://ADDRESS/ws
      --tcp ADDRESS     serve TCP there, one message a line, alone or beside HTTP
      --stdio           serve one client over stdin and stdout instead
      --search DIR      offer the tool `search`, over the files in DIR
      --patience SECS   over HTTP, end the session of a client that is silent for so long [default: 1800]
      --on-unknown WHAT what a connection does after a message that the server does not know:
                        `hibernate` or `stay-awake` [default: hibernate]
      --with-crash      offer the tool `crash`, which panics
      --chaos N         kill N sessions each second, at most 8, to see that nobody else suffers
  -h, --help            print this

Ctrl-C prints which actors are awake and asleep and what they cost; pressed again within two
seconds, it stops the server.

When actors hibernate may be said by `DORMOUSE_HIBERNATE_AFTER=5s`, or in the file that
`DORMOUSE_CONFIG` names.
";

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether the one client comes over stdin and stdout.
    pub stdio: bool,
    /// Where clients come over HTTP and WebSocket.
    pub http: Option<SocketAddr>,
    /// Where clients come over TCP.
    pub tcp: Option<SocketAddr>,
    /// The directory that may be searched.
    pub search: Option<PathBuf>,
    /// What the actors are told.
    pub settings: Settings,
    /// How many saboteurs there are.
    pub chaos: usize,
    /// Whether there is a tool that panics.
    pub with_crash: bool,
    /// Whether only [`HELP`] is wanted.
    pub help: bool,
}

/// Where clients come unless the command line says something else.
const HTTP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8000);

impl Options {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    ///
    /// Says which argument is wrong.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            stdio: false,
            http: None,
            tcp: None,
            search: None,
            settings: Settings::default(),
            chaos: 0,
            with_crash: false,
            help: false,
        };
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("stdio") => options.stdio = true,
                Long("http") => options.http = Some(parser.value()?.parse()?),
                Long("tcp") => options.tcp = Some(parser.value()?.parse()?),
                Long("search") => options.search = Some(parser.value()?.into()),
                Long("patience") => {
                    let seconds = parser
                        .value()?
                        .parse_with(|text| text.parse().map(Duration::try_from_secs_f64))?;
                    options.settings.patience =
                        seconds.map_err(|error| lexopt::Error::Custom(error.into()))?;
                }
                Long("on-unknown") => {
                    options.settings.on_unknown = match parser.value()?.to_str() {
                        Some("hibernate") => OnUnknown::Hibernate,
                        Some("stay-awake") => OnUnknown::StayAwake,
                        _ => return Err("`--on-unknown` is `hibernate` or `stay-awake`".into()),
                    };
                }
                Long("chaos") => {
                    options.chaos = parser.value()?.parse()?;
                    if options.chaos > chaos::MAX {
                        return Err(format!("`--chaos` is at most {}", chaos::MAX).into());
                    }
                }
                Long("with-crash") => options.with_crash = true,
                Short('h') | Long("help") => options.help = true,
                _ => return Err(argument.unexpected()),
            }
        }
        let listens = options.http.is_some() || options.tcp.is_some();
        if options.stdio && listens {
            return Err("with `--stdio` there is one client, and no other".into());
        }
        if !options.stdio && !listens {
            options.http = Some(HTTP);
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(Into::into)).map_err(|error| error.to_string())
    }

    #[test]
    fn without_arguments_it_is_http_here() {
        let options = parse("").unwrap();
        assert_eq!(options.http, Some("127.0.0.1:8000".parse().unwrap()));
        assert_eq!((options.tcp, options.stdio), (None, false));
        assert_eq!((options.search, options.with_crash), (None, false));
        assert_eq!((options.settings, options.chaos), (Settings::default(), 0));
    }

    #[test]
    fn arguments() {
        let options = parse("--stdio --search docs --patience 0.5 --with-crash").unwrap();
        assert_eq!((options.stdio, options.http), (true, None));
        assert_eq!(
            (options.search, options.with_crash),
            (Some("docs".into()), true)
        );
        assert_eq!(options.settings.patience, Duration::from_millis(500));
        let options = parse("--http=[::1]:9000 --tcp=[::1]:9001").unwrap();
        assert_eq!(options.http, Some("[::1]:9000".parse().unwrap()));
        assert_eq!(options.tcp, Some("[::1]:9001".parse().unwrap()));
        let options = parse("--tcp 127.0.0.1:1 --chaos 8 --on-unknown stay-awake").unwrap();
        assert_eq!((options.http, options.chaos), (None, 8));
        assert_eq!(options.settings.on_unknown, OnUnknown::StayAwake);
        assert!(parse("-h").unwrap().help);
    }

    #[test]
    fn mistakes_are_named() {
        for (line, part) in [
            ("--htp 1", "'--htp'"),
            ("--http", "'--http'"),
            ("--http here", "\"here\""),
            ("--patience long", "\"long\""),
            ("--patience -1", "negative"),
            ("--stdio --http 127.0.0.1:1", "one client"),
            ("--stdio --tcp 127.0.0.1:1", "one client"),
            ("--chaos 9", "at most 8"),
            ("--on-unknown crash", "stay-awake"),
            ("file", "\"file\""),
        ] {
            let error = parse(line).expect_err(line);
            assert!(error.contains(part), "{line}: {error}");
        }
    }
}
