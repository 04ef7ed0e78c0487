import { handleSignIn } from '@logto/next/server-actions';
import { redirect } from 'next/navigation';

import { logto } from '__APP_FOLDER__logto.js';

export async function GET(request) {
  await handleSignIn(logto, request.nextUrl.searchParams);
  redirect('/');
}
