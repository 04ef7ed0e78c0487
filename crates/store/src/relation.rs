//! What the tables that only tie two things together share.

use domain::TenantId;

use crate::{
    StoreError,
    db::{Exec, ListBuilder, Param, ToParam},
};

/// How many ids one statement carries: far below the number of parameters either database takes.
pub(crate) const CHUNK: usize = 512;

/// Ties `left` to each of `rights`. `head` is the `INSERT … VALUES ` of three columns (tenant, left, right), `tail` what follows.
///
/// A pair that exists is a unique violation unless `tail` says otherwise; an id without its row is a foreign-key violation.
pub(crate) async fn insert<R: ToParam>(
    exec: Exec<'_>,
    (head, tail): (&'static str, &'static str),
    tenant: &TenantId,
    left: &(impl ToParam + Sync),
    rights: &[R],
) -> Result<u64, StoreError> {
    let mut count = 0;
    for rights in rights.chunks(CHUNK) {
        let mut list = ListBuilder::new(head, &[]);
        for (index, right) in rights.iter().enumerate() {
            list.push(
                if index == 0 { "({}, {}, {})" } else { ", ({}, {}, {})" },
                &[tenant.to_param(), left.to_param(), right.to_param()],
            );
        }
        list.push(tail, &[]);
        let (sql, params) = list.build();
        count += exec.execute(sql, &params).await?;
    }
    Ok(count)
}

/// Which of `ids` a statement finds. `head` selects the id and ends before the list after `IN`; `values` are its own.
pub(crate) async fn among<R: ToParam>(
    exec: Exec<'_>,
    head: &'static str,
    values: &[Param<'_>],
    ids: &[R],
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let ids: Vec<Param<'_>> = ids.iter().map(ToParam::to_param).collect();
        let mut list = ListBuilder::new(head, values);
        list.push_list(&ids);
        let (sql, params) = list.build();
        found.extend(exec.all(sql, &params, |row| row.text(0)).await?);
    }
    Ok(found)
}
