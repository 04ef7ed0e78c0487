//! What errors say with what caused them.

/// What an error says, and after colons what its causes say, for a log or a person at a terminal; never for a caller.
pub fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        // Some errors repeat their cause in their own text.
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Because(&'static str, #[source] Option<Box<Because>>);

    #[test]
    fn causes_are_told_after_colons_and_none_twice() {
        let refused = Because("connection refused", None);
        let connect = Because("connect: connection refused", Some(Box::new(refused)));
        let unavailable = Because("the database is not available", Some(Box::new(connect)));
        assert_eq!(causes(&unavailable), "the database is not available: connect: connection refused");
        assert_eq!(causes(&Because("alone", None)), "alone");
    }
}
