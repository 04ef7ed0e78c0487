'use client';

import { useEffect, useState } from 'react';

export function Account({ orders, create, forget, leave }) {
  const [account, setAccount] = useState();
  const [answer, setAnswer] = useState();

  const read = async () => setAccount(await (await fetch('/account')).json());
  useEffect(() => {
    read();
  }, []);

  return (
    <>
      {account && <pre data-testid="account">{JSON.stringify({ ...account, orders }, null, 2)}</pre>}
      {answer && <pre data-testid="answer">{JSON.stringify(answer, null, 2)}</pre>}
      <button type="button" onClick={async () => setAnswer(await create())}>
        Create organization
      </button>
      <button type="button" onClick={() => forget().then(read)}>
        Forget tokens
      </button>
      <form action={leave}>
        <button>Sign out</button>
      </form>
    </>
  );
}
