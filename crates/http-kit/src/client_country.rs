//! The country that a request comes from, as an operator's proxy tells it.

/// The country (ISO 3166-1 alpha-2) of whoever sent a request. An extension of the request that the server makes of the header that its operator
/// names; it is there only where a proxy sets that header, whatever the sender says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientCountry(pub String);
