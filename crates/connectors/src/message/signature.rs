//! Signatures of requests to AWS, version 4 (<https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>).

use domain::{UnixMillis, text::hexadecimal, time::iso_8601};
use jose::{hmac_sha256, sha256};

/// Whose key signs, and for what.
#[derive(Clone, Copy)]
pub(super) struct Signer<'a> {
    /// The id of the access key.
    pub(super) key_id: &'a str,
    /// The access key.
    pub(super) secret: &'a str,
    /// The region.
    pub(super) region: &'a str,
    /// The service.
    pub(super) service: &'a str,
}

/// What is signed.
#[derive(Clone, Copy)]
pub(super) struct Signed<'a> {
    /// The method.
    pub(super) method: &'a str,
    /// The path, encoded as it is sent.
    pub(super) path: &'a str,
    /// The query, encoded and ordered by name.
    pub(super) query: &'a str,
    /// The headers, names in lower case, ordered by name; `host` and `x-amz-date` are among them.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub(super) body: &'a [u8],
}

impl Signer<'_> {
    /// The value of the `Authorization` header for a request of the moment `amz_date`.
    pub(super) fn authorization(&self, request: &Signed<'_>, amz_date: &str) -> String {
        let names: Vec<_> = request.headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let headers = request
            .headers
            .iter()
            .fold(String::new(), |headers, (name, value)| headers + name + ":" + value.trim() + "\n");
        let Signed { method, path, query, body, .. } = request;
        let canonical =
            format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{}", hexadecimal(&sha256(body)));
        let date = amz_date.get(..8).unwrap_or(amz_date);
        let scope = format!("{date}/{}/{}/aws4_request", self.region, self.service);
        let text =
            format!("AWS4-HMAC-SHA256\n{amz_date}\n{scope}\n{}", hexadecimal(&sha256(canonical.as_bytes())));
        let signature = hexadecimal(&hmac_sha256(&self.key(date), text.as_bytes()));
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            self.key_id
        )
    }

    /// The key of one day, region and service.
    fn key(&self, date: &str) -> [u8; 32] {
        let first = hmac_sha256(format!("AWS4{}", self.secret).as_bytes(), date.as_bytes());
        [self.region, self.service, "aws4_request"]
            .iter()
            .fold(first, |key, part| hmac_sha256(&key, part.as_bytes()))
    }
}

/// A moment as signatures have it: `20150830T123600Z`.
pub(super) fn amz_date(moment: UnixMillis) -> String {
    let text = iso_8601(moment);
    let seconds = text.split('.').next().unwrap_or_default();
    let digits: String = seconds.chars().filter(|character| !matches!(character, '-' | ':' | 'Z')).collect();
    format!("{digits}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::testing::NOW;

    /// The access key of the published examples.
    fn signer(service: &'static str) -> Signer<'static> {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        Signer { key_id: "AKIDEXAMPLE", secret, region: "us-east-1", service }
    }

    fn signature(service: &'static str, request: &Signed<'_>) -> String {
        let authorization = signer(service).authorization(request, "20150830T123600Z");
        authorization.rsplit_once("Signature=").unwrap().1.to_owned()
    }

    #[test]
    fn moments_are_written_as_signatures_have_them() {
        assert_eq!(amz_date(NOW), "20150830T123600Z");
    }

    #[test]
    fn the_key_of_a_day_is_that_of_the_published_example() {
        let key = signer("iam").key("20150830");
        assert_eq!(hexadecimal(&key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    #[test]
    fn signatures_are_those_of_the_published_examples() {
        let headers = [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")];
        let vanilla = Signed { method: "GET", path: "/", query: "", headers: &headers, body: b"" };
        assert_eq!(
            signer("service").authorization(&vanilla, "20150830T123600Z"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, \
             Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        );
        let post = Signed { method: "POST", ..vanilla };
        assert_eq!(
            signature("service", &post),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        );
        let headers = [
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("host", "iam.amazonaws.com"),
            ("x-amz-date", "20150830T123600Z"),
        ];
        let query = "Action=ListUsers&Version=2010-05-08";
        let list = Signed { method: "GET", path: "/", query, headers: &headers, body: b"" };
        assert_eq!(
            signature("iam", &list),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
        );
    }
}
