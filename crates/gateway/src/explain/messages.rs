//! Every message of an explanation that a page shows, with its English words; those of forward authentication are in `behind_proxy`. Other languages have theirs where the pages are; the console's test holds
//! its English against this table.

use super::finding::Message;

macro_rules! messages {
    ($($name:ident = $key:literal, $english:literal;)+) => {
        $(pub(super) const $name: Message = Message { key: $key, english: $english };)+

        /// All of them.
        pub const MESSAGES: &[Message] = &[$($name),+];
    };
}

messages! {
    TEXT = "finds-text", "{text}";
    NONE = "finds-none", "none";
    NOTHING = "finds-nothing", "nothing";
    ABSENT = "finds-absent", "absent";
    MORE = "finds-more", "{first}; {rest}";
    SECONDS = "finds-seconds", "{number} seconds";
    MINUTES = "finds-minutes", "{number} minutes";
    HOURS = "finds-hours", "{number} hours";
    DAYS = "finds-days", "{number} days";

    PATH_WRONG = "finds-path-wrong", "{path} is no path of this API as it stands";
    OPERATION = "finds-operation", "{name}: {summary}";
    OPERATION_NONE = "finds-operation-none", "there is none with {method} at this path";
    OPERATION_OFF = "finds-operation-off", "{name} is off: the policy says {name} = false";
    OPERATION_NO_GUILDHALL = "finds-operation-no-guildhall", "{name} is off in front of a server that is no Guildhall; where it is one, the policy says upstream_is_guildhall = true";
    HEADER = "finds-header", "one bearer token";
    HEADER_WRONG = "finds-header-wrong", "there must be one header Authorization: Bearer <token>, in this case and with one space";
    KINDS = "finds-kinds", "this operation takes {kinds}";
    KIND_ORGANIZATION = "finds-kind-organization", "organization tokens";
    KIND_RESOURCE_ORGANIZATION = "finds-kind-resource-organization", "tokens of an accepted API resource that name an organization";
    KIND_RESOURCE = "finds-kind-resource", "tokens of an accepted API resource that name none";
    DELEGATED_ACCEPTED = "finds-delegated-accepted", "somebody else acts with the token (act {act}), which the policy accepts";
    DELEGATED_REFUSED = "finds-delegated-refused", "somebody else acts with the token (act {act}), which is refused unless the policy says accept_delegated_tokens = true";
    PERMISSION = "finds-permission", "{permission} is needed; the token carries: {carried}";
    PERMISSION_NONE = "finds-permission-none", "none is needed";
    ORGANIZATION = "finds-organization", "of the path {path}, of the token {token}";
    ORGANIZATION_INVITATION = "finds-organization-invitation", "the operation is about that of the invitation; of the token {token}, which does not matter";
    ORGANIZATION_NOWHERE = "finds-organization-nowhere", "the operation touches none that exists; of the token {token}";
    QUERY_NONE = "finds-query-none", "there are no parameters here";
    QUERY_KNOWN = "finds-query-known", "there are these parameters, each once: {parameters}";

    FORM = "finds-form", "a JSON Web Token in three parts";
    FORM_WRONG = "finds-form-wrong", "Invalid Compact JWS";
    KEY = "finds-key", "by the key {kid} with {alg}";
    SIGNATURE = "finds-signature", "good, {key}";
    SIGNATURE_UNCHECKED = "finds-signature-unchecked", "not checked, for no keys were given; it says it is {key}";
    SIGNATURE_REFUSED = "finds-signature-refused", "{because}; it says it is {key}";
    SIGNATURE_WRONG = "finds-signature-wrong", "signature verification failed";
    ALGORITHM_WRONG = "finds-algorithm-wrong", "\"alg\" (Algorithm) Header Parameter value not allowed";
    KEY_UNKNOWN = "finds-key-unknown", "no applicable key found in the JSON Web Key Set";
    KEYS_UNAVAILABLE = "finds-keys-unavailable", "the issuer's keys are not available";
    CLAIMS = "finds-claims", "iss, aud, sub and exp are there";
    CLAIMS_NO_OBJECT = "finds-claims-no-object", "JWT Claims Set must be a top-level JSON object";
    CLAIM_WRONG = "finds-claim-wrong", "unexpected \"{claim}\" claim value";
    EXPIRED = "finds-expired", "\"exp\" claim timestamp check failed";
    TYPE = "finds-type", "typ is {typ}";
    TYPE_WRONG = "finds-type-wrong", "typ is {typ}; access tokens have at+jwt, ID tokens have none";
    ISSUER = "finds-issuer", "iss is {iss}";
    ISSUER_UNCHECKED = "finds-issuer-unchecked", "iss is {iss}, and was compared with nothing, for no issuer was given";
    ISSUER_WRONG = "finds-issuer-wrong", "iss is {iss}; this gateway takes tokens of {issuer}";
    AUDIENCE = "finds-audience", "aud is {aud}";
    AUDIENCE_WRONG = "finds-audience-wrong", "aud is {aud}; the policy accepts {accepted}";
    ENDS = "finds-ends", "it ends in {length}";
    ENDED = "finds-ended", "it ended {length} ago";
    NEVER_ENDS = "finds-never-ends", "it never ends";
    BEGINS = "finds-begins", "it begins in {length}";
    USER = "finds-user", "{sub}, through the application {client_id}";
    USER_WRONG = "finds-user-wrong", "{because}: sub is {sub}, client_id is {client_id}";
    NOT_OF_A_USER = "finds-not-of-a-user", "the token was not issued to a user";
    NO_ACCESS_TOKEN = "finds-no-access-token", "the token is no access token";
    ONE_THING = "finds-one-thing", "it is for one audience";
    ONE_THING_WRONG = "finds-one-thing-wrong", "aud is {aud} and organization_id is {organization}: it must be for one audience and one organization at the most";

    BODY = "finds-body", "the body, which must be {shape}";
    BODY_ORGANIZATION = "finds-body-organization", "an organization with a name, of the fields that the policy opens";
    BODY_CHANGES = "finds-body-changes", "some of the fields that the policy opens";
    BODY_APPLICATION = "finds-body-application", "an application with a name, a description and names of roles";
    BODY_APPLICATION_CHANGES = "finds-body-application-changes", "a name, a description, or both";
    BODY_SECRET = "finds-body-secret", "a name of a secret, and when it ends";
    UPSTREAM = "finds-upstream", "upstream: {check}";
    USER_EXISTS = "finds-user-exists", "the user exists and is not suspended";
    APPLICATION_EXISTS = "finds-application-exists", "the application exists";
    APPLICATION_OWN = "finds-application-own", "the application exists, and is no third party's";
    APPLICATION_ALLOWED = "finds-application-allowed", "the application exists, and if it is a third party's it may still ask for {permission}";
    INVITATION_TO_USER = "finds-invitation-to-user", "the invitation is to the user's verified e-mail address";
    MEMBER = "finds-member", "the user is still a member of {organization}";
    MEMBER_HOLDS = "finds-member-holds", "the user is still a member of {organization} and holds {permission} there now";
    ROLE_HOLDS = "finds-role-holds", "a role of the user, global or in some organization, holds {permission} now";
    GUARD_GRANTS = "finds-guard-grants", "no role that is given or taken holds more than the user holds";
    GUARD_LAST = "finds-guard-last", "somebody who can manage the organization stays";
    GUARD_CREDENTIAL = "finds-guard-credential", "no application that was made for the organization outlives it";
    GUARD_INVITATION = "finds-guard-invitation", "the invitation still waits for an answer";
    GUARD_QUOTAS = "finds-guard-quotas", "no quota of the policy is exceeded";
    CALLS = "finds-calls", "what it says to {calls}";
}
