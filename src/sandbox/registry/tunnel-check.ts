import type { JsonObject } from '../../model/json.ts';
import { type Fault, isDown, isRefused, memberOf, textOf } from './check.ts';

/** What can be wrong with the SSH tunnel to a database. */
export function tunnelFaults(configuration: JsonObject): readonly Fault[] {
  const tunnel = memberOf(configuration, 'tunnel_method');
  const host = textOf(tunnel, 'tunnel_host');
  return [
    [isDown(host), `Could not open an SSH tunnel: nothing answers at ${host}.`],
    [
      isRefused(tunnel.tunnel_user_password) || isRefused(tunnel.ssh_key),
      `Could not open an SSH tunnel: ${host} does not let "${textOf(tunnel, 'tunnel_user')}" in.`,
    ],
  ];
}
