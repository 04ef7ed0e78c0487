//! `POST /api/verifications/password`

use api_types::{account::NewVerification, user::Password};
use domain::verification_record::Subject;
use http_kit::{ApiError, Created, ValidJson};
use operations::user::verify_password_and_upgrade;

use crate::{AccountContext, body::Body, error::failed, guarded::Refused};

/// Proves who the user is by their password. A wrong one, and one of a user who has none, get the same answer after the same work.
pub(super) async fn verify_password(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<Password>>,
) -> Result<Created<NewVerification>, ApiError> {
    let (services, user) = (&context.services, &*context.user);
    let check = async {
        match verify_password_and_upgrade(services, user, &body.password).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Refused::Wrong(ApiError::unprocessable("session.invalid_credentials"))),
            Err(error) => Err(Refused::Undecided(failed(error))),
        }
    };
    Box::pin(context.guarded_password(check)).await?;
    let new = context.new_record(Subject::Password, Some(services.now()));
    context.keep_record(&new).await?;
    let expires_at = new.expires_at();
    Ok(Created(NewVerification { verification_record_id: new.id, expires_at }))
}
