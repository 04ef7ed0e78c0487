// Passkeys without hands.

/** An authenticator in the browser, which says yes to everything. */
export async function plugIn(visitor) {
  const session = await visitor.page.context().newCDPSession(visitor.page);
  await session.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    refuse: (refused) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: !refused }),
    // Whether anybody is there to say yes.
    attend: (enabled) => session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
  };
}
