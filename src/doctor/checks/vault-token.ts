import * as v from 'valibot';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok, warning } from '../doctor-check.ts';

const tokenAnswer = v.object({
  policies: v.optional(v.nullable(v.array(v.string()))),
  identity_policies: v.optional(v.nullable(v.array(v.string()))),
  ttl: v.optional(v.number(), 0),
  num_uses: v.optional(v.number(), 0),
  renewable: v.optional(v.nullable(v.boolean()), false),
  type: v.optional(v.string(), 'service'),
});

export const vaultToken: DoctorCheck<DoctorContext> = {
  id: 'vault_token',
  proves: 'The token is valid, lives longer than a run, and has uses left.',
  needs: ['vault_login'],
  run: async ({ settings, found }) => {
    const { timeout } = settings.connection;
    const namespace = settings.login.auth_namespace;
    const data = await found
      .vault!.with({ namespace })
      .get({ namespace: '', path: ['auth', 'token', 'lookup-self'] });
    const parsed = v.safeParse(tokenAnswer, data);
    if (!parsed.success) return [failed('token', 'Vault answers no token to lookup-self', 'Check `url`.')];
    const { policies, identity_policies, ttl, num_uses, renewable, type } = parsed.output;
    const named = [...(policies ?? []), ...(identity_policies ?? [])].join(', ') || 'none';
    const life = ttl === 0 ? 'without an end' : `for ${ttl} s more${renewable ? ', renewable' : ''}`;
    return [
      ok('token', `${type} token, valid ${life}, policies: ${named}`),
      ...shortLife(ttl, renewable === true, timeout),
      ...fewUses(num_uses),
    ];
  },
};

function shortLife(ttl: number, renewable: boolean, timeout: number): DoctorResult[] {
  if (ttl === 0 || renewable || ttl * 1_000 >= timeout) return [];
  return [
    warning(
      'token',
      `the token ends in ${ttl} s, before the run's timeout of ${timeout / 1_000} s, and cannot be renewed`,
      "Raise the role's token_ttl, or lower `timeout`.",
    ),
  ];
}

/** A plan of one key takes some ten requests; 0 uses: no limit. */
const fewestUses = 20;

function fewUses(uses: number): DoctorResult[] {
  if (uses === 0 || uses >= fewestUses) return [];
  return [
    warning(
      'token',
      `the token may be used ${uses} more times, and each request is a use`,
      "Set the role's token_num_uses to 0 (no limit).",
    ),
  ];
}
