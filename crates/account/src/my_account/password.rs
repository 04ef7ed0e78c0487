//! `POST /api/my-account/password`

use api_types::user::Password;
use domain::{
    account::User, password::PersonalInformation, sign_in_experience::IdentifierKind,
    verification_record::Subject,
};
use http_kit::{ApiError, Issue, NoContent, ValidJson, refuse_password};
use operations::{known_passwords, passwords::HashError, user::is_present_password};

use crate::{
    AccountContext,
    body::{Body, Rules, password_issues},
    error::{failed, unauthorized},
    guarded::blocked,
    verification::Proof,
};

impl Rules for Password {
    fn issues(&self) -> Vec<Issue> {
        password_issues(&self.password)
    }
}

/// Sets a password that the policy allows. One that takes the place of another signs the user out everywhere, here too.
pub(super) async fn set_password(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<Password>>,
) -> Result<NoContent, ApiError> {
    let (services, user) = (&context.services, &context.user);
    check_policy(&context, user, &body.password).await?;
    let is_present = is_present_password(services, user, &body.password).await.map_err(failed)?;
    if is_present.map_err(|_| blocked())? {
        return Err(ApiError::unprocessable("user.same_password"));
    }
    let digest = match services.passwords.hash(&body.password, &*services.entropy).await {
        Ok(digest) => digest,
        Err(HashError::Unusable(_)) => {
            return Err(ApiError::invalid_input(password_issues(&body.password)));
        }
        Err(HashError::Operation(error)) => return Err(failed(error)),
    };
    let (context, digest) = (&context, &digest);
    context
        .change(|tx, user| async move {
            let now = context.services.now();
            let (exec, tenant) = (tx.exec(), context.tenant());
            let password = (digest, rests_on(context.proof.as_ref(), &user));
            let set = store::user::set_password_resting_on(exec, tenant, &user.id, password, now).await?;
            set.map(drop).ok_or_else(unauthorized)
        })
        .await?;
    Ok(NoContent)
}

/// The mailbox that a new password rests on: the one that was read to set it, that the account elsewhere has which was shown for it, or that the old one rests on. It is no second factor beside it
/// ([`User::password_recovered_by`]).
fn rests_on(proof: Option<&Proof>, user: &User) -> Option<IdentifierKind> {
    match proof {
        Some(Proof::Subject(Subject::Email(_))) => Some(IdentifierKind::Email),
        Some(Proof::Subject(Subject::Phone(_))) => Some(IdentifierKind::Phone),
        Some(Proof::Subject(Subject::Password)) => user.password_recovered_by,
        Some(Proof::Identity { target, .. }) => user.address_shared_with(target),
        _ => None,
    }
}

/// 422 `password.rejected` with every reason that the tenant's policy has.
async fn check_policy(context: &AccountContext, user: &User, password: &str) -> Result<(), ApiError> {
    let known = PersonalInformation {
        username: user.username.as_deref(),
        email: user.primary_email.as_deref(),
        phone: user.primary_phone.as_deref(),
        name: user.name.as_deref(),
    };
    let (services, settings) = (&context.services, &context.experience.passwords);
    let rejections = known_passwords::check(services, settings, (password, &known)).await;
    refuse_password(
        rejections.map_err(|known_passwords::Unchecked| ApiError::unprocessable("password.unchecked"))?,
    )
}
