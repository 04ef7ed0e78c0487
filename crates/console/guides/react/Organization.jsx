import { useLogto } from '@logto/react';
import { useEffect, useState } from 'react';

export function Organization() {
  const { getIdTokenClaims, getOrganizationToken } = useLogto();
  const [claims, setClaims] = useState();
  const [answer, setAnswer] = useState();

  useEffect(() => {
    getIdTokenClaims().then(setClaims);
  }, [getIdTokenClaims]);

  const read = async (id) => {
    const token = await getOrganizationToken(id);
    const response = await fetch(`__GATEWAY__/organizations/${id}`, { headers: { authorization: `Bearer ${token}` } });
    setAnswer(await response.json());
  };

  return (
    <>
      <p>Signed in as {claims?.username ?? claims?.sub}</p>
      {claims?.organizations?.map((id) => (
        <button key={id} type="button" onClick={() => read(id)}>
          Read {id}
        </button>
      ))}
      {answer && <pre>{JSON.stringify(answer, null, 2)}</pre>}
    </>
  );
}
