/** Says who is signed in, with a button for each of their organizations. */
export async function showOrganizations(client, button) {
  const { sub, username, organizations = [] } = await client.getIdTokenClaims();
  const who = Object.assign(document.createElement('p'), { textContent: `Signed in as ${username ?? sub}` });
  const answer = document.createElement('pre');

  const read = async (id) => {
    const token = await client.getOrganizationToken(id);
    const response = await fetch(`__GATEWAY__/organizations/${id}`, { headers: { authorization: `Bearer ${token}` } });
    answer.textContent = JSON.stringify(await response.json(), null, 2);
  };

  document.body.append(who, ...organizations.map((id) => button(`Read ${id}`, () => read(id))), answer);
}
