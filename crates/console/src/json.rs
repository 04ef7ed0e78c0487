//! Members of JSON objects.

use serde_json::Value;

/// Sets a member of an object; nothing happens to anything else.
pub(crate) fn set(object: &mut Value, member: &str, value: impl Into<Value>) {
    if let Some(members) = object.as_object_mut() {
        members.insert(member.to_owned(), value.into());
    }
}
