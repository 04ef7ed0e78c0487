//! What the rules promise, told from what is stored before and after an attempt, whatever the model says of it: no effect
//! crosses an organization but by accepting an invitation, nobody gives what they lack, and somebody who can administer stays.

use std::collections::BTreeSet;

use super::model::{Model, held};

/// What holds between what was stored before an attempt and after it, whatever the model says.
pub(super) fn check_promises(before: &Model, after: &Model, user: &str, token_organization: Option<&str>) {
    for ((organization, member), roles) in &after.members {
        let had = before.held(organization, member);
        let got = held(roles);
        if !before.organizations.contains(organization) {
            let founders = (user, &BTreeSet::from(["admin".to_owned()]));
            assert_eq!((member.as_str(), roles), founders, "nobody but its founder is there");
        } else if got != had || before.roles(organization, member).is_none() {
            let given: BTreeSet<_> = got.difference(&had).copied().collect();
            let accepted = before.invitations.iter().find(|(id, invited)| {
                invited.is_pending
                    && invited.organization == *organization
                    && !after.invitations[*id].is_pending
            });
            if let Some((_, invited)) = accepted {
                assert!(
                    invited.is_to(user) && member == user,
                    "{member} got in by the invitation of another"
                );
                assert!(given.is_subset(&held(&invited.roles)), "{user} took {given:?}");
                continue;
            }
            assert_eq!(token_organization, Some(organization.as_str()), "an effect crossed an organization");
            assert!(given.is_subset(&before.held(organization, user)), "{user} gave {given:?}");
        }
    }
    for (_, made) in after.invitations.iter().filter(|(id, _)| !before.invitations.contains_key(*id)) {
        assert_eq!(token_organization, Some(made.organization.as_str()), "an effect crossed an organization");
        assert!(held(&made.roles).is_subset(&before.held(&made.organization, user)), "{user} gave {made:?}");
    }
    for (organization, _) in before.members.keys().filter(|who| !after.members.contains_key(*who)) {
        assert_eq!(token_organization, Some(organization.as_str()), "an effect crossed an organization");
    }
    // Whoever registers with an address of a domain becomes a member.
    for come in after.domains.difference(&before.domains) {
        assert_eq!(token_organization, Some(come.0.as_str()), "an effect crossed an organization");
        assert!(after.published.contains(come), "{come:?} was never proven");
    }
    let gone = before.domains.difference(&after.domains).map(|(organization, _)| organization);
    let demanding = before.demanding.symmetric_difference(&after.demanding);
    for organization in gone.chain(demanding) {
        assert_eq!(token_organization, Some(organization.as_str()), "an effect crossed an organization");
    }
    for id in after.sent.difference(&before.sent) {
        let organization = before.invitations[id].organization.as_str();
        assert_eq!(token_organization, Some(organization), "an effect crossed an organization");
    }
    for organization in before.organizations.intersection(&after.organizations) {
        assert!(
            after.has_administrator(organization) || !before.has_administrator(organization),
            "{organization}"
        );
    }
}
