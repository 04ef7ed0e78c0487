//! What a regular expression may cost.
//!
//! PostgreSQL writes out what is repeated and then removes what may be left out, at a cost that grows with the cube of both: a pattern of
//! fourteen characters keeps it busy for minutes. So patterns are weighed before it sees them. The bounds are such that one takes well under a
//! second; whoever looks for a name or an address needs a fraction of them.

use std::convert::Infallible;

use regex_syntax::ast::{
    Ast, ClassSetBinaryOp, ClassSetItem, Flag, FlagsItemKind, Repetition, RepetitionKind, RepetitionRange,
    Visitor, parse::Parser, visit,
};

/// How many characters, classes and groups a pattern may have when it is written out.
const MAX_SYMBOLS: u64 = 2_000;
/// How many repetitions it may have then.
const MAX_REPETITIONS: u64 = 64;
/// How many places it may have then of which a repetition need not use all.
const MAX_SLACK: u64 = 300;
/// How many places it may have then that match without a character, besides the one at each end.
const MAX_ASSERTIONS: u64 = 10;

/// Whether a pattern is cheap enough to be given to either database, and is read alike by both as far as its cost goes.
pub(super) fn is_affordable(pattern: &str) -> bool {
    let Ok(ast) = Parser::new().parse(pattern) else { return false };
    let Ok(weight) = visit(&ast, Weight::default());
    weight.reads_alike
        && weight.symbols <= MAX_SYMBOLS
        && weight.repetitions <= MAX_REPETITIONS
        && weight.slack <= MAX_SLACK
        && weight.assertions <= MAX_ASSERTIONS
}

struct Weight {
    /// How often what is being looked at is written out, for each repetition around it.
    copies: Vec<u64>,
    symbols: u64,
    repetitions: u64,
    slack: u64,
    assertions: u64,
    /// Whether nothing was met that one of the databases takes for something else, so that it would see repetitions where there were none.
    reads_alike: bool,
}

impl Default for Weight {
    fn default() -> Self {
        Self { copies: Vec::new(), symbols: 0, repetitions: 0, slack: 0, assertions: 0, reads_alike: true }
    }
}

impl Weight {
    fn copies(&self) -> u64 {
        self.copies.last().copied().unwrap_or(1)
    }

    fn add(to: &mut u64, more: u64) {
        *to = to.saturating_add(more);
    }
}

impl Visitor for Weight {
    type Output = Self;
    type Err = Infallible;

    fn finish(self) -> Result<Self, Infallible> {
        Ok(self)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Infallible> {
        let copies = self.copies();
        match ast {
            Ast::Repetition(repetition) => {
                let (bound, slack) = bounds(repetition);
                Self::add(&mut self.repetitions, copies);
                Self::add(&mut self.slack, copies.saturating_mul(slack));
                self.copies.push(copies.saturating_mul(bound));
            }
            // An empty branch is one that may be left out.
            Ast::Empty(_) => Self::add(&mut self.repetitions, copies),
            Ast::Assertion(_) => Self::add(&mut self.assertions, copies),
            Ast::Flags(flags) => {
                // White space would count in classes on PostgreSQL alone, and comments end them.
                let is_verbose = |kind: &FlagsItemKind| *kind == FlagsItemKind::Flag(Flag::IgnoreWhitespace);
                self.reads_alike &= !flags.flags.items.iter().any(|item| is_verbose(&item.kind));
            }
            Ast::Alternation(_) | Ast::Concat(_) => {}
            _ => Self::add(&mut self.symbols, copies),
        }
        Ok(())
    }

    fn visit_post(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if matches!(ast, Ast::Repetition(_)) {
            self.copies.pop();
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Infallible> {
        // A class within a class ends it on PostgreSQL, and what follows is no class any more.
        self.reads_alike &= !matches!(item, ClassSetItem::Bracketed(_));
        Ok(())
    }

    fn visit_class_set_binary_op_in(&mut self, _: &ClassSetBinaryOp) -> Result<(), Infallible> {
        self.reads_alike = false;
        Ok(())
    }
}

/// How often a repetition writes out what it repeats, and how many of those it may leave out.
fn bounds(repetition: &Repetition) -> (u64, u64) {
    match &repetition.op.kind {
        RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => (1, 1),
        RepetitionKind::OneOrMore => (1, 0),
        RepetitionKind::Range(RepetitionRange::Exactly(count)) => (u64::from(*count).max(1), 0),
        RepetitionKind::Range(RepetitionRange::AtLeast(least)) => (u64::from(*least).max(1), 1),
        RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => {
            (u64::from(*most).max(1), u64::from(most.saturating_sub(*least)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_look_for_is_affordable() {
        for pattern in [
            "^ing(rid|ma)",
            "[0-9]{2}",
            "^[a-z0-9._%+-]{1,64}@fjord\\.example$",
            "^\\w+([.-]?\\w+)*@\\w+([.-]?\\w+)*(\\.\\w{2,3})+$",
            "^(([0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){2,7})$",
            "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$",
            "(?i)admin",
            "[[:alpha:]]+",
            "[]a-]",
            ".{0,255}",
            &"a".repeat(1_024),
        ] {
            assert!(is_affordable(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_a_database_would_write_out_without_end_is_not() {
        for pattern in [
            "((a?){30}){30}",
            "((a?){10}){10}",
            "(a?){255}",
            "(a|){255}",
            "(){255}",
            "((a|b){0,16}){60}",
            "(a{0,40}){40}",
            "((((a{9}){9}){9}){9}){9}",
            "(a{1000}){1000}",
            "((((((((((a+)+)+)+)+)+)+)+)+)+){50}",
            &"(a?)".repeat(200),
            &"(a|^|$)".repeat(40),
        ] {
            assert!(!is_affordable(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_the_databases_read_differently_hides_no_repetitions() {
        for pattern in ["[[a](x?){30}]", "[a&&b]", "[a--b]", "[a~~b]", "(?x)[#](x?){30}\n]]", "(?ix)a"] {
            assert!(!is_affordable(pattern), "{pattern}");
        }
    }
}
