import { missingIdToken } from '../../vault/login/id-token-permission.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';

export const githubOidc: DoctorCheck<DoctorContext> = {
  id: 'github_oidc',
  proves: 'GitHub gives this job an OIDC token, where the login needs one.',
  needs: [],
  run: async ({ settings, env }) => {
    const { method, jwt } = settings.login;
    if (method !== 'jwt' || jwt !== null) return [];
    const missing = missingIdToken(env);
    if (missing !== null) return [failed('job', missing.message, missing.remedy)];
    return [ok('job', 'may request an OIDC token')];
  },
};
