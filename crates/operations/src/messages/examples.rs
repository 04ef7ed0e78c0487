//! What stands for variables where a message is only an example.

use serde_json::{Map, Value, json};

/// What stands for a code.
pub const EXAMPLE_CODE: &str = "000000";

/// A value for every variable that some message has.
pub fn example_variables() -> Map<String, Value> {
    let variables = json!({
        "code": EXAMPLE_CODE,
        "link": "https://example.com/invitation",
        "organization": { "id": "example", "name": "Example & Sons" },
        "inviter": { "name": "Ada Example", "primaryEmail": "ada@example.com" },
        "user": { "name": "Ada Example", "username": "ada", "primaryEmail": "ada@example.com" },
    });
    match variables {
        Value::Object(variables) => variables,
        _ => Map::new(),
    }
}
