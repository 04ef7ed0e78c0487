//! Passkeys and security keys: WebAuthn, by the crate `webauthn`. The relying party is this server's host, and pages of its origin ask.
//!
//! A [`Ceremony`] is what must be kept between a question and its answer. Whoever keeps it lets each be answered once.

use domain::{
    UserId,
    account::{User, second_factor::SecondFactor},
    sign_in_experience::MfaFactor,
};
use serde::{Deserialize, Serialize};
use webauthn::{
    Credential, Expected, Fault,
    options::{CreationOptions, RelyingParty, RequestOptions, UserEntity},
    response::{AuthenticationResponse, RegistrationResponse},
};

use super::{change, factors_of_kind, inconsistent, open, seal_again, sealed, update};
use crate::services::{OperationError, Services};

/// A question that waits for its answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ceremony {
    challenge: String,
    rp_id: String,
    origins: Vec<String>,
}

impl Ceremony {
    fn of(services: &Services, challenge: &str, further_origins: &[String]) -> Self {
        let mut origins = vec![services.endpoint.origin()];
        origins.extend_from_slice(further_origins);
        Self { challenge: challenge.to_owned(), rp_id: rp_id(services), origins }
    }

    fn expected(&self) -> Expected<'_> {
        Expected { challenge: &self.challenge, rp_id: &self.rp_id, origins: &self.origins }
    }
}

/// Asks for a new passkey of a user, on pages of this server or of `further_origins`.
pub fn begin_registration(
    services: &Services,
    user: &User,
    further_origins: &[String],
) -> Result<(CreationOptions, Ceremony), OperationError> {
    let names = [&user.username, &user.primary_email, &user.primary_phone, &user.name];
    let name = names.into_iter().find_map(Option::as_deref).unwrap_or(user.id.as_str());
    let host = rp_id(services);
    let entity = UserEntity {
        id: encoded(user.id.as_str()),
        name: name.to_owned(),
        display_name: user.name.as_deref().unwrap_or(name).to_owned(),
    };
    let rp = RelyingParty { name: host.clone(), id: host };
    let mut options = CreationOptions::new(rp, entity, &services.entropy.bytes::<32>());
    options.exclude_credentials = credentials(services, user)?.iter().map(Into::into).collect();
    let ceremony = Ceremony::of(services, &options.challenge, further_origins);
    Ok((options, ceremony))
}

/// The factor that an answer to [`begin_registration`] brings, which is not stored yet. `agent` is the browser it was made in.
pub fn finish_registration(
    services: &Services,
    user: &UserId,
    ceremony: &Ceremony,
    answer: &RegistrationResponse,
    agent: Option<&str>,
) -> Result<Result<SecondFactor, Fault>, OperationError> {
    let credential = match ceremony.expected().verify_registration(answer) {
        Ok(credential) => credential,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut factor = sealed(services, user, MfaFactor::WebAuthn, &written(&credential)?)?;
    factor.credential_id = Some(credential.id);
    factor.agent = agent.map(str::to_owned);
    Ok(Ok(factor))
}

/// Asks for a proof by one of the passkeys of `user`; `None` when there is none.
pub fn begin_authentication(
    services: &Services,
    user: &User,
) -> Result<Option<(RequestOptions, Ceremony)>, OperationError> {
    let credentials = credentials(services, user)?;
    if credentials.is_empty() {
        return Ok(None);
    }
    Ok(Some(ask(services, credentials.iter().map(Into::into).collect())))
}

/// Asks for a proof by any passkey for this server, whoever's it is.
pub fn begin_authentication_of_anybody(services: &Services) -> (RequestOptions, Ceremony) {
    ask(services, Vec::new())
}

fn ask(
    services: &Services,
    allowed: Vec<webauthn::options::CredentialDescriptor>,
) -> (RequestOptions, Ceremony) {
    let options = RequestOptions::new(&rp_id(services), &services.entropy.bytes::<32>(), allowed);
    let ceremony = Ceremony::of(services, &options.challenge, &[]);
    (options, ceremony)
}

/// Whose passkey an answer is said to be by. Nothing is proven by it; [`finish_authentication`] for this user proves it.
pub fn unverified_user(answer: &AuthenticationResponse) -> Option<UserId> {
    // No id holds a zero, which PostgreSQL would take for no text.
    let id = String::from_utf8(answer.unverified_user_handle()?).ok().filter(|id| !id.contains('\0'))?;
    Some(UserId::new(id))
}

/// Checks an answer against the passkeys of `user`. The counter of the one that signed is kept, under the user's row lock. Returns
/// the id of its factor.
///
/// Anybody may answer for anybody, so a wrong answer locks and moves nothing of the user it names.
pub async fn finish_authentication(
    services: &Services,
    user: &UserId,
    ceremony: &Ceremony,
    answer: &AuthenticationResponse,
) -> Result<Result<String, Fault>, OperationError> {
    if let Err(fault) = check(services, user, ceremony, answer).await? {
        return Ok(Err(fault));
    }
    let now = services.now();
    let verified = change(services, user, |user, factors| {
        let (mut factor, credential) = match signed(services, user, ceremony, answer)? {
            Ok(signed) => signed,
            Err(fault) => return Ok(Err(fault)),
        };
        seal_again(services, &user.id, &mut factor, &written(&credential)?)?;
        factor.last_used_at = Some(now);
        update(factors, &factor);
        Ok(Ok(factor.id))
    });
    Ok(verified.await?.unwrap_or(Err(Fault::OtherCredential)))
}

/// Checks an answer against the passkeys as they are now, and keeps nothing.
async fn check(
    services: &Services,
    user: &UserId,
    ceremony: &Ceremony,
    answer: &AuthenticationResponse,
) -> Result<Result<(), Fault>, OperationError> {
    let user = store::user::find(services.db.exec(), &services.tenant, user).await?;
    let Some(user) = user else { return Ok(Err(Fault::OtherCredential)) };
    Ok(signed(services, &user, ceremony, answer)?.map(drop))
}

/// The passkey of `user` that signed an answer, and its credential with the counter moved.
fn signed(
    services: &Services,
    user: &User,
    ceremony: &Ceremony,
    answer: &AuthenticationResponse,
) -> Result<Result<(SecondFactor, Credential), Fault>, OperationError> {
    let known = factors_of_kind(user, MfaFactor::WebAuthn)
        .find(|factor| factor.credential_id.as_deref() == Some(answer.id.as_str()));
    let Some(factor) = known else { return Ok(Err(Fault::OtherCredential)) };
    let mut credential = credential(services, &user.id, &factor)?;
    let handle = user.id.as_str().as_bytes();
    match ceremony.expected().verify_assertion(answer, &credential, handle) {
        Ok(assertion) => assertion.apply_to(&mut credential),
        Err(fault) => return Ok(Err(fault)),
    }
    Ok(Ok((factor, credential)))
}

/// The credentials of a user's passkeys.
fn credentials(services: &Services, user: &User) -> Result<Vec<Credential>, OperationError> {
    factors_of_kind(user, MfaFactor::WebAuthn).map(|factor| credential(services, &user.id, &factor)).collect()
}

/// The credential of a passkey. Nothing of it is secret.
pub fn credential(
    services: &Services,
    user: &UserId,
    factor: &SecondFactor,
) -> Result<Credential, OperationError> {
    let opened = open(services, user, factor)?;
    Ok(serde_json::from_slice(&opened).map_err(|_| inconsistent())?)
}

fn written(credential: &Credential) -> Result<Vec<u8>, OperationError> {
    serde_json::to_vec(credential).map_err(|error| OperationError::Internal(Box::new(error)))
}

/// The host of this server, as browsers write it. What a request says of its host is not asked: nobody has checked it.
pub fn rp_id(services: &Services) -> String {
    services.endpoint.host().to_ascii_lowercase()
}

fn encoded(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}
