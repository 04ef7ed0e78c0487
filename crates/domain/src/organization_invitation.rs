//! Invitations to organizations: who may take one, and what may follow what (Management API contract §4).

use crate::{
    OrganizationId, OrganizationInvitationId, UnixMillis, UserId,
    account::{User, identifier::is_same_email},
};

/// The longest address that is invited, in characters.
pub const MAX_INVITEE_CHARACTERS: usize = 256;

/// An invitation of whoever has an e-mail address to an organization.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganizationInvitation {
    /// Its id.
    pub id: OrganizationInvitationId,
    /// The organization.
    pub organization_id: OrganizationId,
    /// Who invites, if it is known.
    pub inviter_id: Option<UserId>,
    /// The e-mail address, spelt as it was given; at most [`MAX_INVITEE_CHARACTERS`].
    pub invitee: String,
    /// How far it has come. What is stored as pending may have [expired](Self::at) since.
    pub state: InvitationState,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When it was made or decided.
    pub updated_at: UnixMillis,
    /// From this moment on it can no longer be accepted.
    pub expires_at: UnixMillis,
}

/// How far an invitation has come. Only [`Self::Pending`] leads on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InvitationState {
    /// It waits for an answer.
    Pending,
    /// It made this user a member.
    Accepted(UserId),
    /// Nobody answered in time.
    Expired,
    /// It was taken back.
    Revoked,
}

impl InvitationState {
    /// The word of the wire and of the store.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Accepted(_) => "Accepted",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
        }
    }

    /// Reads the word and the user who accepted; `None` when the two do not belong together.
    pub fn parse(word: &str, accepted_user_id: Option<UserId>) -> Option<Self> {
        match (word, accepted_user_id) {
            ("Pending", None) => Some(Self::Pending),
            ("Accepted", Some(user)) => Some(Self::Accepted(user)),
            ("Expired", None) => Some(Self::Expired),
            ("Revoked", None) => Some(Self::Revoked),
            _ => None,
        }
    }

    /// The user who accepted.
    pub const fn accepted_user_id(&self) -> Option<&UserId> {
        match self {
            Self::Accepted(user) => Some(user),
            Self::Pending | Self::Expired | Self::Revoked => None,
        }
    }
}

/// Why an invitation stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InvitationRefusal {
    /// It has been accepted or revoked, or has expired.
    #[error("the invitation is no longer pending")]
    NotPending,
    /// The user's primary e-mail address is not the one that was invited.
    #[error("the invitation is for another e-mail address")]
    OtherAddress,
}

impl OrganizationInvitation {
    /// The invitation as it is at a moment: what is pending past its end has expired.
    pub fn at(self, now: UnixMillis) -> Self {
        match self.state {
            InvitationState::Pending if self.expires_at <= now => {
                Self { state: InvitationState::Expired, ..self }
            }
            _ => self,
        }
    }

    /// The invitation as it is once `user` has accepted it, who must have the address that was invited.
    pub fn accept(self, user: &User, now: UnixMillis) -> Result<Self, InvitationRefusal> {
        let pending = self.pending(now)?;
        if !user.primary_email.as_deref().is_some_and(|email| is_same_email(email, &pending.invitee)) {
            return Err(InvitationRefusal::OtherAddress);
        }
        Ok(Self { state: InvitationState::Accepted(user.id.clone()), updated_at: now, ..pending })
    }

    /// The invitation as it is once it has been taken back.
    pub fn revoke(self, now: UnixMillis) -> Result<Self, InvitationRefusal> {
        Ok(Self { state: InvitationState::Revoked, updated_at: now, ..self.pending(now)? })
    }

    /// The invitation, if it may still be decided.
    pub fn pending(self, now: UnixMillis) -> Result<Self, InvitationRefusal> {
        let current = self.at(now);
        match current.state {
            InvitationState::Pending => Ok(current),
            _ => Err(InvitationRefusal::NotPending),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation(state: InvitationState) -> OrganizationInvitation {
        OrganizationInvitation {
            id: OrganizationInvitationId::new("i"),
            organization_id: OrganizationId::new("o"),
            inviter_id: None,
            invitee: "Ingrid@Fjord.example".to_owned(),
            state,
            created_at: UnixMillis(1),
            updated_at: UnixMillis(1),
            expires_at: UnixMillis(10),
        }
    }

    fn user(email: Option<&str>) -> User {
        User { primary_email: email.map(ToOwned::to_owned), ..User::new(UserId::new("u"), UnixMillis(1)) }
    }

    #[test]
    fn who_has_the_address_accepts_in_time() {
        let accepted =
            invitation(InvitationState::Pending).accept(&user(Some("ingrid@fjord.EXAMPLE")), UnixMillis(9));
        let expected = OrganizationInvitation {
            updated_at: UnixMillis(9),
            ..invitation(InvitationState::Accepted(UserId::new("u")))
        };
        assert_eq!(accepted, Ok(expected));
        for other in [None, Some("olav@fjord.example"), Some("")] {
            let refused = invitation(InvitationState::Pending).accept(&user(other), UnixMillis(9));
            assert_eq!(refused, Err(InvitationRefusal::OtherAddress), "{other:?}");
        }
        let late =
            invitation(InvitationState::Pending).accept(&user(Some("ingrid@fjord.example")), UnixMillis(10));
        assert_eq!(late, Err(InvitationRefusal::NotPending));
    }

    #[test]
    fn nothing_follows_a_decision() {
        let decided =
            [InvitationState::Accepted(UserId::new("u")), InvitationState::Expired, InvitationState::Revoked];
        for state in decided {
            let (now, user) = (UnixMillis(2), user(Some("ingrid@fjord.example")));
            assert_eq!(invitation(state.clone()).accept(&user, now), Err(InvitationRefusal::NotPending));
            assert_eq!(invitation(state.clone()).revoke(now), Err(InvitationRefusal::NotPending));
            assert_eq!(invitation(state.clone()).at(UnixMillis(99)), invitation(state));
        }
        let revoked = invitation(InvitationState::Pending).revoke(UnixMillis(2)).unwrap();
        assert_eq!((revoked.state, revoked.updated_at), (InvitationState::Revoked, UnixMillis(2)));
    }

    #[test]
    fn only_pending_expires_and_at_its_very_end() {
        assert_eq!(invitation(InvitationState::Pending).at(UnixMillis(9)).state, InvitationState::Pending);
        assert_eq!(invitation(InvitationState::Pending).at(UnixMillis(10)).state, InvitationState::Expired);
    }

    #[test]
    fn words_and_users_belong_together() {
        let user = || Some(UserId::new("u"));
        for state in
            [InvitationState::Pending, InvitationState::Accepted(UserId::new("u")), InvitationState::Expired]
        {
            let read = InvitationState::parse(state.as_str(), state.accepted_user_id().cloned());
            assert_eq!(read, Some(state));
        }
        for (word, user) in [("Pending", user()), ("Accepted", None), ("Revoked", user()), ("pending", None)]
        {
            assert_eq!(InvitationState::parse(word, user), None, "{word}");
        }
    }
}
