//! Tables of Markdown, which are read as well on a terminal.

/// A table of Markdown.
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|text| (*text).to_owned()).collect(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Columns are as wide as their widest cell; numbers stand right.
    pub(crate) fn render(&self) -> String {
        let lines = || std::iter::once(&self.head).chain(&self.rows);
        let width = |column: usize| {
            lines()
                .filter_map(|line| line.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
                .max(3)
        };
        let is_number = |cell: &String| cell.starts_with(|first: char| first.is_ascii_digit());
        let is_right =
            |column: usize| column > 0 && self.rows.iter().all(|row| row.get(column).is_some_and(is_number));
        let draw = |line: &[String]| {
            let cells = line.iter().enumerate().map(|(column, cell)| {
                let padding = " ".repeat(width(column) - cell.chars().count());
                if is_right(column) { format!("{padding}{cell}") } else { format!("{cell}{padding}") }
            });
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let rule = |column| {
            if is_right(column) {
                format!("{}:", "-".repeat(width(column) - 1))
            } else {
                "-".repeat(width(column))
            }
        };
        let rule: Vec<String> = (0..self.head.len()).map(rule).collect();
        let rows: String = self.rows.iter().map(|row| draw(row)).collect();
        format!("{}{}{rows}", draw(&self.head), draw(&rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_aligned_for_people_and_for_markdown() {
        let mut table = Table::new(&["figure", "per second"]);
        table.row(vec!["tokens".to_owned(), "8100".to_owned()]);
        table.row(vec!["a longer one".to_owned(), "90".to_owned()]);
        assert_eq!(
            table.render(),
            "| figure       | per second |\n\
             | ------------ | ---------: |\n\
             | tokens       |       8100 |\n\
             | a longer one |         90 |\n"
        );
    }
}
