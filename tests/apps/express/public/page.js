// The signed-in page of the Express server: it asks its own server, and never sees a token.

const place = document.getElementById('account');

const ask = async (path, method = 'GET') => {
  const response = await fetch(path, { method });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.status === 204 ? undefined : response.json();
};

function show(id, value) {
  const element = document.createElement('pre');
  element.dataset.testid = id;
  element.textContent = JSON.stringify(value, null, 2);
  return element;
}

const read = async () => place.replaceChildren(show('account', await ask('/account')));

const actions = {
  'Create organization': async () => place.append(show('answer', await ask('/organizations', 'POST'))),
  'Forget tokens': () => ask('/forget', 'POST').then(read),
};

const guard = (act) => act().catch((error) => place.append(Object.assign(document.createElement('p'), { role: 'alert', textContent: error.message })));

for (const button of document.querySelectorAll('button')) button.addEventListener('click', () => guard(actions[button.textContent]));
guard(read);
