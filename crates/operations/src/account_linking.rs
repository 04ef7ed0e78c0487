//! Who signs in elsewhere and has an account here already: which account that is, and whether the two become one (OIDC contract §6.4).
//!
//! An account is taken over by whoever is joined to it, so that an address counts only when the provider has verified it, which is what
//! [`SocialProfile`] holds, and only when it is the account's own, letter by letter but for case.

use connectors::social::SocialProfile;
use domain::{
    account::{
        User,
        identifier::{is_same_email, parse_phone},
    },
    sign_in_experience::{IdentifierKind, SignInExperience},
};
use serde_json::{Value, json};
use store::{StoreError, user};

use crate::Services;

/// An account that has an address in common with who signed in elsewhere.
#[derive(Clone, Debug)]
pub struct RelatedUser {
    /// The account.
    pub user: User,
    /// Whether the address is an e-mail address or a phone number.
    pub kind: IdentifierKind,
    /// The address, as the account has it.
    pub address: String,
}

/// The account that has an address of `profile`, the e-mail address before the phone number. One that has an identity at the same `target`
/// already is none: that identity would be lost.
pub async fn related_user(
    services: &Services,
    target: &str,
    profile: &SocialProfile,
) -> Result<Option<RelatedUser>, StoreError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    if let Some(email) = &profile.email {
        let found = user::find_by_email(exec, tenant, email).await?.filter(|user| is_free(user, target));
        let own = found.as_ref().and_then(|user| user.primary_email.clone());
        if let (Some(user), Some(address)) = (found, own.filter(|own| is_same_email(own, email))) {
            return Ok(Some(RelatedUser { user, kind: IdentifierKind::Email, address }));
        }
    }
    if let Some(address) = profile.phone.as_deref().and_then(|phone| parse_phone(phone).ok()) {
        let found = user::find_by_phone(exec, tenant, &address).await?.filter(|user| is_free(user, target));
        return Ok(found.map(|user| RelatedUser { user, kind: IdentifierKind::Phone, address }));
    }
    Ok(None)
}

fn is_free(user: &User, target: &str) -> bool {
    !user.identities.contains_key(target)
}

/// Whether an identity is joined to the related account: its owner asks for it, or the tenant wants it unasked.
pub fn is_linked(settings: &SignInExperience, is_asked_for: bool) -> bool {
    is_asked_for || settings.links_accounts
}

impl RelatedUser {
    /// What is told of the account before it is joined, `data.relatedUser` of the wire: enough to recognize it by.
    pub fn hint(&self) -> Value {
        let value = match self.kind {
            IdentifierKind::Phone => masked(&self.address, 4),
            _ => match self.address.split_once('@') {
                Some((local, domain)) => format!("{}@{domain}", masked_beginning(local)),
                None => masked(&self.address, 0),
            },
        };
        json!({ "type": self.kind.as_str(), "value": value })
    }
}

/// Text with all but its last characters hidden.
fn masked(text: &str, shown: usize) -> String {
    let hidden = text.chars().count().saturating_sub(shown);
    text.chars().enumerate().map(|(at, character)| if at < hidden { '*' } else { character }).collect()
}

/// Text with all but its first character hidden, and without its length.
fn masked_beginning(text: &str) -> String {
    format!("{}***", text.chars().take(1).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{FixedClock, SystemEntropy, TenantId, UnixMillis, UserId};
    use jose::SealingKey;
    use store::{Db, both_databases};

    use super::*;
    use crate::{Endpoint, passwords::PasswordPool, services::ServicesOptions};

    fn services(db: Db) -> Arc<Services> {
        Services::start(ServicesOptions {
            tenant: TenantId::default_tenant(),
            db,
            clock: Arc::new(FixedClock::new(UnixMillis(1_000))),
            entropy: Arc::new(SystemEntropy),
            sealing: SealingKey::new(&[7; 32]).unwrap(),
            endpoint: Endpoint::parse("https://id.fjord.example").unwrap(),
            passwords: PasswordPool::for_tests(),
            outbound: outbound::OutboundClient::new(outbound::AllowList::default()).unwrap(),
            assets: crate::user_assets::AssetStore::memory(),
            captchas: crate::captcha::CaptchaEndpoints::default(),
            known_passwords: crate::known_passwords::KnownPasswordSources::default(),
            disposable_domains: domain::sign_in_experience::DisposableDomains::default(),
            status_api_key: None,
            administrators: crate::organization::administrators::AdministratorRule::default(),
        })
        .unwrap()
    }

    fn profile(email: Option<&str>, phone: Option<&str>) -> SocialProfile {
        SocialProfile {
            id: "7".to_owned(),
            email: email.map(str::to_owned),
            phone: phone.map(str::to_owned),
            name: None,
            avatar: None,
            raw_data: json!({}),
            tokens: None,
        }
    }

    both_databases! {
        async fn an_account_is_related_by_its_own_address_only(db: Db) {
            let services = &*services(db);
            for (id, email, phone, identities) in [
                ("kari", Some("Kari@fjord.example"), None, json!({})),
                ("olav", Some("olav@fjord.example"), None, json!({ "github": { "userId": "1" } })),
                ("siri", None, Some("4791234567"), json!({})),
            ] {
                let user = User {
                    primary_email: email.map(str::to_owned),
                    primary_phone: phone.map(str::to_owned),
                    identities: identities.as_object().unwrap().clone(),
                    ..User::new(UserId::new(id), UnixMillis(1))
                };
                let user = &user;
                let stored: Result<(), StoreError> =
                    services.db.transaction(|tx| async move { user::insert(tx.exec(), &services.tenant, user).await }).await;
                stored.unwrap();
            }
            let related = async |email, phone| {
                let found = related_user(services, "github", &profile(email, phone)).await.unwrap();
                found.map(|found| (found.user.id.to_string(), found.hint()))
            };
            let kari = Some(("kari".to_owned(), json!({ "type": "email", "value": "K***@fjord.example" })));
            let siri = Some(("siri".to_owned(), json!({ "type": "phone", "value": "******4567" })));
            assert_eq!(related(Some("kari@FJORD.example"), None).await, kari);
            // The Kelvin sign folds to a letter, and the mailbox is somebody else's.
            assert_eq!(related(Some("\u{212a}ari@fjord.example"), None).await, None);
            assert_eq!(related(Some("olav@fjord.example"), None).await, None);
            assert_eq!(related(Some("olav@fjord.example"), Some("47091234567")).await, siri);
            assert_eq!(related(None, None).await, None);
        }
    }

    #[test]
    fn the_tenant_or_the_owner_wants_accounts_joined() {
        let settings = |automatic: bool| {
            SignInExperience::of(&json!({ "socialSignIn": { "automaticAccountLinking": automatic } }))
        };
        assert!(is_linked(&settings(true), false) && is_linked(&settings(false), true));
        assert!(!is_linked(&settings(false), false));
    }
}
