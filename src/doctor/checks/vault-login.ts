import { login } from '../../vault/login/login.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';

export const vaultLogin: DoctorCheck<DoctorContext> = {
  id: 'vault_login',
  proves: 'The login method accepts what it is given and answers with a token.',
  needs: ['vault_seal', 'clock'],
  run: async ({ settings, connection, found, onLogin, ...effects }) => {
    const { method, auth_path } = settings.login;
    const subject = method === 'token' ? 'token' : `auth/${auth_path}`;
    try {
      const session = await login(settings.login, connection, effects);
      onLogin(session);
      found.vault = connection.with({ token: session.token });
      return [ok(subject, method === 'token' ? 'a token is given' : `logged in by ${method}`)];
    } catch (error) {
      const { message, remedy = '' } = error as Error & { remedy?: string };
      return [failed(subject, message, remedy)];
    }
  },
};
