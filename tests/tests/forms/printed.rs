//! A tree as it is printed.

/// Of each line where its supervisor is and what stands in it, in the order from above.
#[track_caller]
pub(crate) fn lines(text: &str) -> Vec<(Option<usize>, String)> {
    // The places of those that the next line may be below.
    let mut open: Vec<usize> = Vec::new();
    let mut lines = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let (indent, line) = match line.split_once("── ") {
            Some((indent, line)) => (indent, line),
            None => ("", line),
        };
        let mut steps = indent.chars().collect::<Vec<_>>();
        let depth = match steps.pop() {
            None => 0,
            Some(branch) => {
                assert!(matches!(branch, '├' | '└'), "{indent}");
                assert_eq!(steps.len() % 4, 0, "{indent}");
                steps.len() / 4 + 1
            }
        };
        open.truncate(depth);
        assert_eq!(open.len(), depth, "too deep: {line}");
        lines.push((open.last().copied(), line.to_owned()));
        open.push(place);
    }
    lines
}
