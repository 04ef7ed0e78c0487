use std::collections::BTreeMap;

use http_kit::{Describer, Operation, OperationDescription, describe::AnswerBody};
use serde_json::{Map, Value};
use testkit::TestResponse;

/// What the documentation says of every operation.
pub(super) struct Descriptions {
    operations: BTreeMap<(String, &'static str), OperationDescription>,
    components: Map<String, Value>,
}

impl Descriptions {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let mut describer = Describer::default();
        let describe = |operation: &Operation| {
            let mut description = OperationDescription::default();
            (operation.handler.describe)(&mut description, &mut describer);
            (key(operation), description)
        };
        let operations = operations.iter().map(describe).collect();
        Self { operations, components: describer.into_components() }
    }

    /// Where an answer is not as the documentation of its operation says.
    pub(super) fn complaints(&self, operation: &Operation, answer: &TestResponse) -> Vec<String> {
        let (method, path) = key(operation);
        let complaints = match self.operations[&(method.clone(), path)].answers.get(&answer.status.as_u16()) {
            None => vec![format!("{} is not among its answers", answer.status)],
            Some(AnswerBody::Json(schema)) => {
                testkit::schema::violations(schema.as_value(), &self.components, &answer.json())
            }
            Some(AnswerBody::Empty) if !answer.body.is_empty() => {
                vec![format!("it has a body: {}", answer.body)]
            }
            Some(AnswerBody::Empty | AnswerBody::Text | AnswerBody::Other) => Vec::new(),
        };
        complaints.iter().map(|complaint| format!("{method} {path}{complaint}")).collect()
    }
}

fn key(operation: &Operation) -> (String, &'static str) {
    (operation.method.to_string(), operation.path)
}
