//! Networks that users have signed in from, for second factors that are asked for by risk.

use domain::{
    TenantId, UnixMillis, UserId,
    position::Position,
    sign_in_place::{KnownPlace, MAX_PLACES, PLACE_TTL, SignInPlace},
};

use crate::{Exec, StoreError, db::Row, params};

const REMEMBER: &str = "
INSERT INTO sign_in_places (tenant_id, user_id, network, country, expires_at, latitude, longitude) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, user_id, network) DO UPDATE
SET country = COALESCE(excluded.country, sign_in_places.country), expires_at = excluded.expires_at,
    latitude = COALESCE(excluded.latitude, sign_in_places.latitude), longitude = COALESCE(excluded.longitude, sign_in_places.longitude)";

const FORGET_BEYOND: &str = "
DELETE FROM sign_in_places WHERE tenant_id = $1 AND user_id = $2 AND network NOT IN (
  SELECT network FROM sign_in_places WHERE tenant_id = $1 AND user_id = $2 ORDER BY expires_at DESC, network LIMIT $3)";

/// Remembers where a user has signed in from, in place of where they have not been for longest where that is too much. What has no network is not
/// remembered. To be called in a transaction.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] for an unknown user.
pub async fn remember(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    place: &SignInPlace,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let SignInPlace { network: Some(network), country, position } = place else { return Ok(()) };
    let (latitude, longitude) =
        position.map(|position| (position.latitude_tenths(), position.longitude_tenths())).unzip();
    let expires_at = now.plus(PLACE_TTL);
    exec.execute(REMEMBER, params![tenant, user, network, country, expires_at, latitude, longitude]).await?;
    exec.execute(FORGET_BEYOND, params![tenant, user, MAX_PLACES]).await.map(drop)
}

const LIST: &str = "
SELECT network, country, expires_at, latitude, longitude FROM sign_in_places
WHERE tenant_id = $1 AND user_id = $2 AND expires_at > $3 ORDER BY network";

/// Where a user is known from at `now`.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    now: UnixMillis,
) -> Result<Vec<KnownPlace>, StoreError> {
    exec.all(LIST, params![tenant, user, now], read).await
}

fn read(row: &Row<'_>) -> Result<KnownPlace, StoreError> {
    let position = match (row.opt_int(3)?, row.opt_int(4)?) {
        (Some(latitude), Some(longitude)) => Position::from_tenths(latitude, longitude),
        _ => None,
    };
    let place = SignInPlace { network: Some(row.text(0)?), country: row.opt_text(1)?, position };
    Ok(KnownPlace { place, seen_at: row.millis(2)?.minus(PLACE_TTL) })
}

const DELETE_OF_USER: &str = "DELETE FROM sign_in_places WHERE tenant_id = $1 AND user_id = $2";

/// Forgets where a user has signed in from: whoever comes next from there shows a second factor again.
pub(crate) async fn delete_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<(), StoreError> {
    exec.execute(DELETE_OF_USER, params![tenant, user]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{Db, both_databases, grant::tests::insert_user};

    const NOW: UnixMillis = UnixMillis(1_000);

    fn place(network: &str, country: Option<&str>) -> SignInPlace {
        SignInPlace { network: Some(network.to_owned()), country: country.map(str::to_owned), position: None }
    }

    async fn known(db: &Db, user: &UserId, now: UnixMillis) -> Vec<SignInPlace> {
        let listed = list(db.exec(), &TenantId::default_tenant(), user, now).await.unwrap();
        listed.into_iter().map(|known| known.place).collect()
    }

    both_databases! {
        async fn places_are_remembered_by_user_until_they_are_old(db: Db) {
            let tenant = TenantId::default_tenant();
            let (ingrid, olav) = (insert_user(&db, "i").await, insert_user(&db, "o").await);
            let remember = async |place: &SignInPlace, now| remember(db.exec(), &tenant, &ingrid, place, now).await.unwrap();
            remember(&place("a", Some("NO")), NOW).await;
            remember(&place("b", None), NOW).await;
            remember(&SignInPlace { network: None, ..place("c", Some("SE")) }, NOW).await;
            assert_eq!(known(&db, &ingrid, NOW).await, [place("a", Some("NO")), place("b", None)]);
            assert_eq!(known(&db, &olav, NOW).await, []);
            let later = NOW.plus(Duration::from_secs(86_400));
            // What a proxy does not tell today stays as it was.
            remember(&place("a", None), later).await;
            let end = NOW.plus(PLACE_TTL);
            assert_eq!(known(&db, &ingrid, end).await, [place("a", Some("NO"))]);
            assert_eq!(known(&db, &ingrid, later.plus(PLACE_TTL)).await, []);
            super::remember(db.exec(), &tenant, &olav, &place("a", None), NOW).await.unwrap();
            delete_of_user(db.exec(), &tenant, &ingrid).await.unwrap();
            assert_eq!(known(&db, &ingrid, NOW).await, []);
            assert_eq!(known(&db, &olav, NOW).await, [place("a", None)]);
        }

        async fn a_place_is_known_by_where_it_was_last_and_when(db: Db) {
            let (tenant, ingrid) = (TenantId::default_tenant(), insert_user(&db, "i").await);
            let at = |position| SignInPlace { position, ..place("a", Some("NO")) };
            let remember = async |place: SignInPlace, now| remember(db.exec(), &tenant, &ingrid, &place, now).await.unwrap();
            let listed = async || list(db.exec(), &tenant, &ingrid, NOW).await.unwrap();
            let (oslo, bergen) = (Position::from_tenths(599, 107), Position::from_tenths(-604, 53));
            remember(at(None), NOW).await;
            assert_eq!(listed().await, [KnownPlace { place: at(None), seen_at: NOW }]);
            remember(at(oslo), NOW).await;
            assert_eq!(listed().await, [KnownPlace { place: at(oslo), seen_at: NOW }]);
            let later = NOW.plus(Duration::from_millis(1_234));
            remember(at(bergen), later).await;
            assert_eq!(listed().await, [KnownPlace { place: at(bergen), seen_at: later }]);
            // What a proxy does not tell today stays as it was.
            remember(at(None), later).await;
            assert_eq!(listed().await, [KnownPlace { place: at(bergen), seen_at: later }]);
        }

        async fn those_that_were_used_longest_ago_are_forgotten_first(db: Db) {
            let (tenant, ingrid) = (TenantId::default_tenant(), insert_user(&db, "i").await);
            for number in 0..=MAX_PLACES {
                let place = place(&format!("n{number:02}"), None);
                remember(db.exec(), &tenant, &ingrid, &place, UnixMillis(number)).await.unwrap();
            }
            let left = known(&db, &ingrid, NOW).await;
            assert_eq!(left.len(), 20);
            assert_eq!((left.first(), left.last()), (Some(&place("n01", None)), Some(&place("n20", None))));
        }
    }
}
