//! The pages as a table.

use super::{PageFigure, furniture::MEMBERS};
use crate::{
    report::{as_number, mark, milliseconds},
    results::{Console, PAGE_BYTES, PAGE_TIME, thousands},
    table::Table,
};

/// Every page, and what was not reached.
pub(crate) fn render(console: &Console) -> String {
    let figures = &console.measured;
    let mut table =
        Table::new(&["page", "median", "99 %", "the first time", "document", "with styles and scripts", ""]);
    for page in &figures.pages {
        table.row(row(page));
    }
    let slowest = figures.pages.iter().map(|page| page.percentile_99).max().unwrap_or_default();
    let heaviest = figures.pages.iter().map(|page| page.bytes).max().unwrap_or_default();
    let unreached = if figures.unreached.is_empty() {
        String::new()
    } else {
        format!(
            "\nNothing led to these pages, which counts as **missed**: {}.\n",
            figures.unreached.join(", ")
        )
    };
    format!(
        "{} users and a tenth as many organizations, one with {} members; the audit log has what one of fifty users did on each of the last {} days. An \
         administrator asks for each page a hundred times, or for three seconds where it takes long, one request after the other on one connection, and waits for the \
         last byte; the first time is told beside it, when nothing is remembered of what the page shows. Each weighs what it does compressed (gzip). \
         Downloads are left out. The slowest of {} takes {} (≤ {}), the heaviest {} (≤ {}).\n\n{}{unreached}",
        thousands(as_number(console.users)),
        thousands(as_number(MEMBERS.min(console.users))),
        super::ACTIVE_DAYS,
        figures.pages.len(),
        milliseconds(slowest),
        milliseconds(PAGE_TIME),
        kilobytes(heaviest),
        kilobytes(PAGE_BYTES),
        table.render(),
    )
}

fn row(page: &PageFigure) -> Vec<String> {
    vec![
        page.name.clone(),
        milliseconds(page.median),
        milliseconds(page.percentile_99),
        milliseconds(page.first),
        kilobytes(page.document_bytes),
        kilobytes(page.bytes),
        mark(page.is_good()).to_owned(),
    ]
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", as_number(bytes) / 1000.0)
}
