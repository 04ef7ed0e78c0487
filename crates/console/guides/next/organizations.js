'use client';

import { useState } from 'react';

import { readOrganization } from './actions.js';

export function Organizations({ ids }) {
  const [answer, setAnswer] = useState();
  return (
    <>
      {ids.map((id) => (
        <button key={id} type="button" onClick={async () => setAnswer(await readOrganization(id))}>
          Read {id}
        </button>
      ))}
      {answer && <pre>{JSON.stringify(answer, null, 2)}</pre>}
    </>
  );
}
