//! What stands behind `cargo bench --bench core --`.

/// The arguments of a benchmark.
#[derive(Debug)]
pub(crate) struct Args {
    /// Fewer and shorter rounds.
    pub(crate) quick: bool,
    /// A workload that another process asked this one to run alone.
    pub(crate) child: Option<String>,
    /// Rows whose name contains one of these are run; all, when there is none.
    filters: Vec<String>,
}

impl Args {
    pub(crate) fn read() -> Self {
        let mut args = Self {
            quick: false,
            child: None,
            filters: Vec::new(),
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => args.quick = true,
                "--child" => args.child = words.next(),
                // Cargo adds `--bench` by itself.
                word if word.starts_with('-') => {}
                _ => args.filters.push(word),
            }
        }
        args
    }

    pub(crate) fn wants(&self, name: &str) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| name.contains(filter))
    }

    /// `count`, or a fifth of it when it should be quick.
    pub(crate) fn scaled(&self, count: u32) -> u32 {
        if self.quick { count / 5 } else { count }
    }

    pub(crate) fn rounds(&self) -> usize {
        if self.quick { 2 } else { 5 }
    }
}
