//! A client for the Management API: typed calls for what most products need, and [`Client::send`] for everything else.
//!
//! Owns: the machine's token (fetched once, kept, renewed ahead of its end by one caller while the others go on, replaced once
//! when it is refused, and asked for less and less often while that fails), the way to the server (HTTP, or a service in the same process), encoding of every id that goes into a
//! path, paging, and errors with the codes of the wire. The bodies are those of crate `api-types`.
//!
//! What others need who call the Management API over a way of their own, as the gateway does, is in [`machine`], [`backoff`],
//! [`Target`] and [`Answer`].
//!
//! Does not own: what the machine may do, nor any decision for a user. A product's server checks its user's token first, with
//! crate `guard`, and calls then.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use client::{Client, ClientOptions, SystemClock, SystemEntropy};
//! use client::api_types::organization::CreateOrganization;
//! use futures_util::TryStreamExt as _;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let options = ClientOptions::new("https://id.example", "client id", "client secret");
//! let client = Client::new(options, Arc::new(SystemClock), Arc::new(SystemEntropy))?;
//!
//! let new = CreateOrganization { name: "Fjord & Söhne".to_owned(), ..CreateOrganization::default() };
//! let organization = client.organizations().create(&new).await?;
//! // What is done for a user is recorded as that user's.
//! let for_olivia = client.on_behalf_of("user00000002");
//! for_olivia.organizations().add_members(&organization.id, ["user00000001"]).await?;
//!
//! // Lists are read a page at a time, or as a stream that fetches the next page when it is needed.
//! let mut members = std::pin::pin!(client.organizations().all_members(&organization.id));
//! while let Some(member) = members.try_next().await? {
//!     println!("{} {:?}", member.entity.id, member.organization_roles);
//! }
//!
//! // A refusal says which rule it was, by the code of the wire.
//! match client.users().get("nobody").await {
//!     Err(error) if error.code() == Some(client::code::NOT_FOUND) => println!("there is no such user"),
//!     other => drop(other?),
//! }
//! # Ok(()) }
//! ```
//!
//! What has no method of its own is one call away:
//!
//! ```no_run
//! # use client::{Call, Client};
//! # async fn example(client: &Client) -> Result<(), client::Error> {
//! let hooks: serde_json::Value = client.send(Call::get(["hooks"]).query("page", 1)).await?.json()?;
//! # drop(hooks); Ok(()) }
//! ```

mod answer;
mod applications;
pub mod backoff;
mod call;
mod client;
mod elements;
mod error;
mod invitations;
pub mod machine;
mod organization_roles;
mod organizations;
mod paging;
mod roles;
mod target;
mod transport;
mod users;

#[cfg(test)]
mod tests;

pub use answer::{Answer, MAX_ANSWER_BYTES, ReadError, ShapeError};
pub use api_types;
pub use applications::Applications;
pub use call::Call;
pub use client::{Client, ClientOptions};
pub use domain::{Clock, Entropy, PlainToken, SystemClock, SystemEntropy, UnixMillis};
pub use error::{BoxError, Error, Refusal, code};
pub use guard::http_client::SetupError;
pub use invitations::{InvitationFilter, Invitations};
pub use machine::{Admission, LocalMachineToken, MachineCredential, MachineToken, TokenSource};
pub use organization_roles::OrganizationRoles;
pub use organizations::Organizations;
pub use paging::{Page, PageOptions};
pub use roles::Roles;
pub use target::Target;
pub use users::Users;
