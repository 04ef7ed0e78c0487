//! `POST /api/verification-codes/verify`

use api_types::verification_code as wire;
use domain::verification_code::CodeRefusal;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::verification_code;

use super::{
    PURPOSE,
    body::{check_address, recipient},
};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

impl Validate for Body<wire::VerifyVerificationCode> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_address(&mut rules, self.0.email.as_deref(), self.0.phone.as_deref());
        rules.length(&["verificationCode"], &self.0.verification_code, 1, usize::MAX);
        rules.issues()
    }
}

/// Checks a code, which is used up when it is right.
pub(super) async fn verify_code(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::VerifyVerificationCode>>,
) -> Result<NoContent, ApiError> {
    let recipient = recipient(body.email.as_deref(), body.phone.as_deref());
    let code = &body.verification_code;
    let verified = verification_code::verify(&context.services, PURPOSE, recipient, code).await;
    match verified.map_err(internal)? {
        Ok(()) => Ok(NoContent),
        Err(refusal) => Err(ApiError::bad_request(CodeRefusal::code(refusal))),
    }
}
