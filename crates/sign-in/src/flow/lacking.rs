//! What an account lacks, for those who ask for it one after the other.

use domain::{UserId, account::User, profile_field::ProfileField, sign_in_experience::MissingProfile};
use http_kit::ApiError;

use super::{Flow, Visit};

impl Flow {
    /// What the account lacks that is being made or signed in to, in the order of the wire.
    pub(crate) async fn lacking_parts(&self) -> Result<Vec<MissingProfile>, ApiError> {
        let known = self.experience.user_id();
        let mut user = match known {
            Some(id) => self.find_active(id).await?,
            None => User::new(UserId::new(""), self.visit.services.now()),
        };
        self.experience.profile.apply_to(&mut user);
        let mut missing = self.missing_of(&user, &self.experience.profile);
        if known.is_none() && self.visit.lacks_fields(&user).await? {
            missing.push(MissingProfile::ExtraProfile);
        }
        Ok(missing)
    }

    /// The fields of the profile that registration asks for and that are not filled in yet, in the order of the tenant.
    pub(crate) async fn open_fields(&self) -> Result<Vec<ProfileField>, ApiError> {
        let mut user = User::new(UserId::new(""), self.visit.services.now());
        self.experience.profile.apply_to(&mut user);
        let mut fields = self.visit.asked_fields().await?;
        fields.retain(|field| !field.is_filled_in(&user));
        Ok(fields)
    }
}

impl Visit {
    /// The fields of the profile that registration asks for.
    pub(super) async fn asked_fields(&self) -> Result<Vec<ProfileField>, ApiError> {
        let mut fields =
            store::custom_profile_field::list(self.services.db.exec(), &self.services.tenant).await?;
        if let Some(names) = &self.settings.sign_up_profile_fields {
            fields.retain(|field| names.contains(&field.name));
            fields.sort_by_key(|field| names.iter().position(|name| *name == field.name));
        }
        Ok(fields)
    }
}
