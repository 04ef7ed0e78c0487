//! Values that go into statements.

use domain::{JsonText, UnixMillis};
use serde_json::Value;

/// A parameter of a statement, in one of the six kinds both databases store.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    /// SQL `NULL`.
    Null,
    /// `BOOLEAN`.
    Bool(bool),
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(&'a str),
    /// `BYTEA`.
    Bytes(&'a [u8]),
    /// `JSONB`.
    Json(&'a Value),
    /// `JSONB`, as the text of a document.
    JsonText(&'a str),
}

/// What can be given to a statement as a parameter.
pub trait ToParam {
    /// This value as a parameter.
    fn to_param(&self) -> Param<'_>;
}

/// Collects values of different types into a statement's parameters.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::ToParam::to_param(&$value)),*] };
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

/// Implements [`ToParam`] by a closure.
macro_rules! to_param {
    ($($type:ty => |$value:ident| $param:expr;)+) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> Param<'_> {
                let $value = self;
                $param
            }
        }
    )+};
}

to_param! {
    bool => |value| Param::Bool(*value);
    i64 => |value| Param::Int(*value);
    i32 => |value| Param::Int(i64::from(*value));
    u32 => |value| Param::Int(i64::from(*value));
    str => |value| Param::Text(value);
    String => |value| Param::Text(value);
    [u8] => |value| Param::Bytes(value);
    [u8; 32] => |value| Param::Bytes(value);
    Vec<u8> => |value| Param::Bytes(value);
    Value => |value| Param::Json(value);
    JsonText => |value| Param::JsonText(value.as_str());
    UnixMillis => |value| Param::Int(value.0);
    domain::HashedToken => |value| Param::Bytes(value.as_bytes());
}

/// Implements [`ToParam`] for id types.
macro_rules! id_params {
    ($($id:ident)+) => {$(
        impl ToParam for domain::$id {
            fn to_param(&self) -> Param<'_> {
                Param::Text(self.as_str())
            }
        }
    )+};
}

id_params! {
    ResourceId ApplicationId AuditLogId ConnectorId EmailTemplateId GrantId HookId InteractionId OneTimeTokenId OrganizationId OrganizationInvitationId
    OrganizationRoleId OrganizationScopeId RoleId ScopeId SecretId SessionId SigningKeyId SsoConnectorId TenantId TrustedDeviceId UserId
}

impl ToParam for Param<'_> {
    fn to_param(&self) -> Param<'_> {
        *self
    }
}
