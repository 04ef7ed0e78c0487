//! The country and the place on earth that a request comes from, as an operator's proxy tells them.

use domain::position::Position;

/// The country (ISO 3166-1 alpha-2) of whoever sent a request. An extension of the request that the server makes of the header that its operator
/// names; it is there only where a proxy sets that header, whatever the sender says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientCountry(pub String);

/// Where on earth whoever sent a request is. An extension of the request like [`ClientCountry`], of the two headers that the operator names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientPosition(pub Position);
