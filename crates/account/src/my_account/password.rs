//! `POST /api/my-account/password`

use api_types::user::Password;
use domain::{account::User, password::PersonalInformation};
use http_kit::{ApiError, Issue, NoContent, ValidJson, refuse_password};
use operations::{known_passwords, passwords::HashError};

use crate::{
    AccountContext,
    body::{Body, Rules, password_issues},
    error::{failed, unauthorized},
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
    let is_present = user.password.is_some()
        && services.passwords.verify(user.password.clone(), &body.password).await.map_err(failed)?;
    if is_present {
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
            let set = store::user::set_password(tx.exec(), context.tenant(), &user.id, digest, now).await?;
            set.map(drop).ok_or_else(unauthorized)
        })
        .await?;
    Ok(NoContent)
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
    refuse_password(rejections.map_err(|known_passwords::Unchecked| ApiError::unprocessable("password.unchecked"))?)
}
