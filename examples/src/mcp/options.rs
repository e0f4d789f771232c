//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;

/// What `--help` prints.
pub const HELP: &str = "\
An MCP server whose sessions and tools are actors.

Usage: mcp [OPTIONS]

Options:
      --http ADDRESS    serve streamable HTTP at http://ADDRESS/mcp [default: 127.0.0.1:8000]
      --stdio           serve one client over stdin and stdout instead
      --search DIR      offer the tool `search`, over the files in DIR
      --patience SECS   over HTTP, end the session of a client that is silent for so long [default: 1800]
      --with-crash      offer the tool `crash`, which panics
  -h, --help            print this

Ctrl-C prints how many sessions are awake and asleep and what they cost; pressed again within two
seconds, it stops the server.
";

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How clients come.
    pub transport: Transport,
    /// The directory that may be searched.
    pub search: Option<PathBuf>,
    /// How long a client over HTTP may be silent.
    pub patience: Duration,
    /// Whether there is a tool that panics.
    pub with_crash: bool,
    /// Whether only [`HELP`] is wanted.
    pub help: bool,
}

/// How clients come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// One client, over stdin and stdout.
    Stdio,
    /// Any number, over HTTP.
    Http(SocketAddr),
}

impl Options {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    ///
    /// Says which argument is wrong.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            transport: Transport::Http(SocketAddr::from(([127, 0, 0, 1], 8000))),
            search: None,
            patience: Duration::from_secs(30 * 60),
            with_crash: false,
            help: false,
        };
        let mut transports = 0;
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("stdio") => {
                    options.transport = Transport::Stdio;
                    transports += 1;
                }
                Long("http") => {
                    options.transport = Transport::Http(parser.value()?.parse()?);
                    transports += 1;
                }
                Long("search") => options.search = Some(parser.value()?.into()),
                Long("patience") => {
                    let seconds = parser
                        .value()?
                        .parse_with(|text| text.parse().map(Duration::try_from_secs_f64))?;
                    options.patience =
                        seconds.map_err(|error| lexopt::Error::Custom(error.into()))?;
                }
                Long("with-crash") => options.with_crash = true,
                Short('h') | Long("help") => options.help = true,
                _ => return Err(argument.unexpected()),
            }
        }
        if transports > 1 {
            return Err("one of `--stdio` and `--http`, and only once".into());
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
        assert_eq!(
            options.transport,
            Transport::Http("127.0.0.1:8000".parse().unwrap())
        );
        assert_eq!((options.search, options.with_crash), (None, false));
    }

    #[test]
    fn arguments() {
        let options = parse("--stdio --search docs --patience 0.5 --with-crash").unwrap();
        let expected = Options {
            transport: Transport::Stdio,
            search: Some("docs".into()),
            patience: Duration::from_millis(500),
            with_crash: true,
            help: false,
        };
        assert_eq!(options, expected);
        let options = parse("--http=[::1]:9000").unwrap();
        assert_eq!(
            options.transport,
            Transport::Http("[::1]:9000".parse().unwrap())
        );
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
            ("--stdio --http 127.0.0.1:1", "only once"),
            ("--stdio --stdio", "only once"),
            ("file", "\"file\""),
        ] {
            let error = parse(line).expect_err(line);
            assert!(error.contains(part), "{line}: {error}");
        }
    }
}
