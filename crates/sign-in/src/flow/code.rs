//! Verification by a code that is sent to an e-mail address or a phone number (OIDC contract §6.3).

use domain::{
    OrganizationId,
    account::{
        User,
        identifier::{is_same_email, parse_phone},
    },
    message_template::TemplateType,
    sign_in_experience::IdentifierKind,
    verification_code::CodeRefusal,
};
use http_kit::{ApiError, Issue};
use operations::{
    messages::{Recipient, organization_variable, user_variable},
    verification_code,
};
use serde_json::{Map, Value, json};
use store::StoreError;

use super::{Flow, Visit, attempt::NotRight};
use crate::{
    error::{failed, not_sent},
    state::{CodeVerification, Event, Identifier, Verification},
};

impl Flow {
    /// Sends a code to an address for `event` and keeps the verification, whose id is returned; one of its kind that was begun before is
    /// over.
    ///
    /// Where a password is to be recovered, neither the answer nor its time tells whether anybody has the address.
    pub(crate) async fn send_code(
        &mut self,
        identifier: Identifier,
        event: Event,
    ) -> Result<String, ApiError> {
        let action = format!("Verification.{}.Create", factor(identifier.kind));
        let (user, outcome) = match self.recipient_of(identifier).await {
            Ok((identifier, user)) => {
                let outcome = self.try_send_code(&identifier, event, user.as_ref()).await;
                (user, outcome.map(|()| identifier))
            }
            Err(error) => (None, Err(error)),
        };
        let user_id = user.as_ref().map(|user| &user.id);
        self.visit.record((self.experience.event(), &action), user_id, &outcome).await?;
        let code = CodeVerification { id: self.new_id(), identifier: outcome?, event, is_verified: false };
        let id = code.id.clone();
        self.experience.record(Verification::by_code(code).ok_or_else(not_reachable)?);
        Ok(id)
    }

    /// The address in the form in which it is written to, with whoever has it.
    async fn recipient_of(&self, identifier: Identifier) -> Result<(Identifier, Option<User>), ApiError> {
        let identifier = reachable(identifier)?;
        let user = self.visit.find_reachable(&identifier).await?;
        Ok((identifier, user))
    }

    async fn try_send_code(
        &self,
        identifier: &Identifier,
        event: Event,
        user: Option<&User>,
    ) -> Result<(), ApiError> {
        self.check_captcha().await?;
        if event == Event::Register {
            self.visit.check_blocklist(identifier)?;
        }
        let services = &self.visit.services;
        let recipient = recipient(identifier).ok_or_else(not_reachable)?;
        let (purpose, template) = (self.visit.code_purpose(), template_of(event));
        let variables = self.visit.variables(user).await?;
        let languages = self.visit.languages();
        let is_silent = event == Event::ForgotPassword || self.experience.event() == Event::ForgotPassword;
        let sent = if is_silent {
            let what = (&variables, languages.as_str(), user.is_some());
            verification_code::send_in_silence(services, &purpose, template, recipient, what).await
        } else {
            let what = (&variables, languages.as_str());
            verification_code::send(services, &purpose, template, recipient, what).await
        };
        sent.map_err(not_sent)
    }

    /// Checks a code that was sent to an address in this interaction. The id of its verification is returned.
    pub(crate) async fn verify_code(
        &mut self,
        identifier: &Identifier,
        verification_id: &str,
        code: &str,
    ) -> Result<String, ApiError> {
        let action = format!("Verification.{}.Submit", factor(identifier.kind));
        let outcome = self.try_verify_code(identifier, verification_id, code).await;
        self.visit.record((self.experience.event(), &action), None, &outcome).await?;
        let verified = CodeVerification { is_verified: true, ..outcome? };
        let id = verified.id.clone();
        self.experience.record(Verification::by_code(verified).ok_or_else(not_reachable)?);
        Ok(id)
    }

    async fn try_verify_code(
        &self,
        identifier: &Identifier,
        verification_id: &str,
        code: &str,
    ) -> Result<CodeVerification, ApiError> {
        let known = self.experience.verification(verification_id).and_then(Verification::code);
        let known = known.filter(|known| known.identifier.kind == identifier.kind);
        let known =
            known.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?.clone();
        if !is_same(&known.identifier, identifier) {
            return Err(ApiError::bad_request(match identifier.kind {
                IdentifierKind::Phone => "verification_code.phone_mismatch",
                _ => "verification_code.email_mismatch",
            }));
        }
        let (services, purpose) = (&self.visit.services, self.visit.code_purpose());
        let recipient = recipient(&known.identifier).ok_or_else(not_reachable)?;
        let check = async {
            match verification_code::verify(services, &purpose, recipient, code).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(refusal @ CodeRefusal::Mismatch)) => {
                    Err(NotRight::Wrong(ApiError::bad_request(refusal.code())))
                }
                // There was nothing to guess.
                Ok(Err(refusal)) => Err(NotRight::Undecided(ApiError::bad_request(refusal.code()))),
                Err(error) => Err(NotRight::Undecided(failed(error))),
            }
        };
        self.visit.guess(self.experience.event(), &known.identifier, check).await?;
        Ok(known)
    }
}

impl Visit {
    /// What codes of this interaction are good for: nothing in any other.
    fn code_purpose(&self) -> String {
        format!("experience\n{}", super::events::session_id(&self.running.interaction))
    }

    /// The user who reads what is sent to an address. Text that folds to somebody's address without being it in another case is the address
    /// of somebody else.
    pub(super) async fn find_reachable(&self, identifier: &Identifier) -> Result<Option<User>, StoreError> {
        let user = self.find_user(identifier).await?;
        Ok(user.filter(|user| match identifier.kind {
            IdentifierKind::Email => {
                user.primary_email.as_deref().is_some_and(|own| is_same_email(own, &identifier.value))
            }
            IdentifierKind::Phone => true,
            IdentifierKind::Username => false,
        }))
    }

    /// 422 for an address that makes no account here.
    pub(super) fn check_blocklist(&self, identifier: &Identifier) -> Result<(), ApiError> {
        if identifier.kind != IdentifierKind::Email {
            return Ok(());
        }
        match self.settings.email_blocklist.rejection_of(&identifier.value, &self.services.disposable_domains)
        {
            Some(rejection) => Err(ApiError::unprocessable(rejection.code())),
            None => Ok(()),
        }
    }

    /// What templates of codes may say: of the application that is signed in to, of the organization that it asks for, and of who has the
    /// address.
    pub(super) async fn variables(&self, user: Option<&User>) -> Result<Map<String, Value>, ApiError> {
        let (services, interaction) = (&self.services, &self.running.interaction);
        let mut variables = Map::new();
        if let Some(client) = services.client(&interaction.application_id).await.map_err(failed)? {
            let own = client.sign_in_experience.as_ref();
            variables.insert(
                "application".to_owned(),
                json!({
                    "id": client.application.id.as_str(),
                    "name": client.application.name,
                    "displayName": own.and_then(|own| own.display_name.as_deref()),
                    "branding": own.map(|own| &own.branding),
                }),
            );
        }
        if let Some(id) = interaction.parameter("organization_id").filter(|id| !id.is_empty()) {
            let id = OrganizationId::new(id);
            let found = store::organization::find(services.db.exec(), &services.tenant, &id).await?;
            variables.extend(found.map(|found| ("organization".to_owned(), organization_variable(&found))));
        }
        variables.extend(user.map(|user| ("user".to_owned(), user_variable(user))));
        if let Some(locales) = interaction.parameter("ui_locales") {
            variables.insert("uiLocales".to_owned(), locales.into());
        }
        Ok(variables)
    }

    /// The languages that messages are looked for in, after `ui_locales`: those of the browser.
    pub(super) fn languages(&self) -> String {
        self.requester.languages.clone().unwrap_or_default()
    }
}

/// The name of a factor in audit keys.
const fn factor(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Phone => "PhoneVerificationCode",
        IdentifierKind::Email | IdentifierKind::Username => "EmailVerificationCode",
    }
}

const fn template_of(event: Event) -> TemplateType {
    match event {
        Event::SignIn => TemplateType::SignIn,
        Event::Register => TemplateType::Register,
        Event::ForgotPassword => TemplateType::ForgotPassword,
    }
}

fn recipient(identifier: &Identifier) -> Option<Recipient<'_>> {
    match identifier.kind {
        IdentifierKind::Email => Some(Recipient::Email(&identifier.value)),
        IdentifierKind::Phone => Some(Recipient::Phone(&identifier.value)),
        IdentifierKind::Username => None,
    }
}

/// An address in the form in which it is written to: a phone number without its national zero. 422 `user.invalid_phone` for what is none.
fn reachable(identifier: Identifier) -> Result<Identifier, ApiError> {
    match identifier.kind {
        IdentifierKind::Phone => {
            let value =
                parse_phone(&identifier.value).map_err(|_| ApiError::unprocessable("user.invalid_phone"))?;
            Ok(Identifier { value, ..identifier })
        }
        _ => Ok(identifier),
    }
}

/// Whether somebody speaks of the address that a code was sent to. Case does not count in ASCII, as with the code itself.
fn is_same(sent: &Identifier, told: &Identifier) -> bool {
    match sent.kind {
        IdentifierKind::Phone => parse_phone(&told.value).is_ok_and(|told| told == sent.value),
        _ => sent.value.eq_ignore_ascii_case(&told.value),
    }
}

fn not_reachable() -> ApiError {
    let issue = Issue::new("invalid_union", &["identifier", "type"], "Expected \"email\" or \"phone\"");
    ApiError::invalid_input(vec![issue])
}
