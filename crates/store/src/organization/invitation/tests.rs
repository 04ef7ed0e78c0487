//! Invitations against both databases.

use domain::{
    account::User,
    organization::{Organization, OrganizationRole},
    role::RoleType,
};
use futures_util::future::join_all;
use serde_json::Map;

use super::*;
use crate::{Db, both_databases, organization, user};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

/// The organization `o`, the users `u1` and `u2`, the role `r`.
async fn prepare(db: &Db) {
    let organization = Organization {
        id: OrganizationId::new("o"),
        name: "Fjord".to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: UnixMillis(1),
    };
    organization::insert(db.exec(), &tenant(), &organization).await.unwrap();
    for id in ["u1", "u2"] {
        let mut user = User::new(UserId::new(id), UnixMillis(1));
        user.primary_email = Some(format!("{id}@Fjord.example"));
        user::insert(db.exec(), &tenant(), &user).await.unwrap();
    }
    let role = OrganizationRole {
        id: OrganizationRoleId::new("r"),
        name: "admin".to_owned(),
        description: None,
        kind: RoleType::User,
    };
    organization::role::insert(db.exec(), &tenant(), &role).await.unwrap();
}

fn invitation(id: &str, invitee: &str) -> OrganizationInvitation {
    OrganizationInvitation {
        id: OrganizationInvitationId::new(id),
        organization_id: OrganizationId::new("o"),
        inviter_id: Some(UserId::new("u1")),
        invitee: invitee.to_owned(),
        state: InvitationState::Pending,
        created_at: UnixMillis(100),
        updated_at: UnixMillis(100),
        expires_at: UnixMillis(200),
    }
}

async fn add(db: &Db, invitation: &OrganizationInvitation, roles: &[&str]) -> Result<(), StoreError> {
    let roles: &Vec<_> = &roles.iter().map(|role| OrganizationRoleId::new(*role)).collect();
    db.transaction(|tx| async move { insert(tx.exec(), &tenant(), invitation, roles).await }).await
}

async fn ids(db: &Db, filter: InvitationFilter<'_>) -> Vec<String> {
    let found = list(db.exec(), &tenant(), &filter).await.unwrap();
    found.into_iter().map(|row| row.invitation.id.into_string()).collect()
}

both_databases! {
    async fn an_invitation_is_read_as_it_was_stored(db: Db) {
        prepare(&db).await;
        let stored = invitation("i", "Astrid@Fjord.example");
        add(&db, &stored, &["r"]).await.unwrap();
        let roles = vec![(OrganizationRoleId::new("r"), "admin".to_owned())];
        let expected = InvitationWithRoles { invitation: stored.clone(), roles };
        assert_eq!(find(db.exec(), &tenant(), &stored.id).await.unwrap(), Some(expected.clone()));
        assert_eq!(find(db.exec(), &TenantId::new("other"), &stored.id).await.unwrap(), None);
        organization::role::delete(db.exec(), &tenant(), &OrganizationRoleId::new("r")).await.unwrap();
        let without = InvitationWithRoles { roles: vec![], ..expected };
        assert_eq!(find(db.exec(), &tenant(), &stored.id).await.unwrap(), Some(without));
        assert!(delete(db.exec(), &tenant(), &stored.id).await.unwrap());
        assert!(!delete(db.exec(), &tenant(), &stored.id).await.unwrap());
    }

    async fn lists_are_filtered_and_newest_first(db: Db) {
        prepare(&db).await;
        add(&db, &invitation("a", "Astrid@Fjord.example"), &["r"]).await.unwrap();
        add(&db, &OrganizationInvitation { created_at: UnixMillis(101), ..invitation("b", "olav@fjord.example") }, &[]).await.unwrap();
        add(&db, &OrganizationInvitation { inviter_id: None, ..invitation("c", "kari@fjord.example") }, &[]).await.unwrap();
        let (o, other, u1) = (OrganizationId::new("o"), OrganizationId::new("p"), UserId::new("u1"));
        assert_eq!(ids(&db, InvitationFilter::default()).await, ["b", "c", "a"]);
        assert_eq!(ids(&db, InvitationFilter { organization_id: Some(&o), ..Default::default() }).await, ["b", "c", "a"]);
        assert_eq!(ids(&db, InvitationFilter { organization_id: Some(&other), ..Default::default() }).await, [""; 0]);
        assert_eq!(ids(&db, InvitationFilter { inviter_id: Some(&u1), ..Default::default() }).await, ["b", "a"]);
        assert_eq!(ids(&db, InvitationFilter { invitee: Some("ASTRID@fjord.example"), ..Default::default() }).await, ["a"]);
        let both = InvitationFilter { invitee: Some("kari@fjord.example"), inviter_id: Some(&u1), ..Default::default() };
        assert_eq!(ids(&db, both).await, [""; 0]);
    }

    async fn one_of_many_pending_invitations_of_an_address_is_kept(db: Db) {
        prepare(&db).await;
        let all: Vec<_> = (0..8).map(|n| invitation(&format!("i{n}"), "astrid@fjord.example")).collect();
        let results = join_all(all.iter().map(|one| add(&db, one, &["r"]))).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().filter_map(|result| result.as_ref().err()).all(|e| e.is_unique_violation("organization_invitations", "invitee")));
        assert_eq!(ids(&db, InvitationFilter::default()).await.len(), 1);
        // Once it has expired, the address can be invited again.
        let organization = OrganizationId::new("o");
        expire(db.exec(), &tenant(), &organization, "Astrid@fjord.example", UnixMillis(199)).await.unwrap();
        assert!(add(&db, &invitation("j", "astrid@fjord.example"), &[]).await.is_err());
        expire(db.exec(), &tenant(), &organization, "Astrid@fjord.example", UnixMillis(200)).await.unwrap();
        add(&db, &invitation("j", "astrid@fjord.example"), &[]).await.unwrap();
        let failed = add(&db, &OrganizationInvitation { organization_id: OrganizationId::new("p"), ..invitation("k", "a@b.c") }, &[]).await;
        assert!(matches!(failed, Err(StoreError::ForeignKeyViolation)), "{failed:?}");
    }

    async fn one_of_many_decisions_counts(db: Db) {
        prepare(&db).await;
        let pending = invitation("i", "u2@fjord.example");
        add(&db, &pending, &[]).await.unwrap();
        let accepted = OrganizationInvitation { state: InvitationState::Accepted(UserId::new("u2")), updated_at: UnixMillis(150), ..pending.clone() };
        let late = OrganizationInvitation { updated_at: UnixMillis(200), ..accepted.clone() };
        assert!(!decide(db.exec(), &tenant(), &late).await.unwrap());
        let (tenant, accepted) = (&tenant(), &accepted);
        let results = join_all((0..8).map(|_| decide(db.exec(), tenant, accepted))).await;
        assert_eq!(results.into_iter().filter(|result| *result.as_ref().unwrap()).count(), 1);
        assert_eq!(&find(db.exec(), tenant, &pending.id).await.unwrap().unwrap().invitation, accepted);
    }

    async fn an_address_is_looked_for_among_members_as_it_is_spelt(db: Db) {
        prepare(&db).await;
        let (tenant, organization) = (&tenant(), &OrganizationId::new("o"));
        assert!(!is_member_address(db.exec(), tenant, organization, "u1@Fjord.example").await.unwrap());
        organization::member::add(db.exec(), tenant, organization, &[UserId::new("u1")]).await.unwrap();
        assert!(is_member_address(db.exec(), tenant, organization, "u1@Fjord.example").await.unwrap());
        assert!(!is_member_address(db.exec(), tenant, organization, "u1@fjord.example").await.unwrap());
        assert!(!is_member_address(db.exec(), tenant, &OrganizationId::new("p"), "u1@Fjord.example").await.unwrap());
    }
}
