import { defaultOrganizationId } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes } from '../context.ts';
import { jsonReply } from '../reply.ts';
import { findText } from '../request-body.ts';

/** The one user of an installation without logins. */
export const defaultUserId = '00000000-0000-0000-0000-000000000000';

export const instanceRoutes: Routes = {
  health: { method: 'GET', isAnonymous: true, ignoresBody: true, handle: () => jsonReply({ available: true }) },
  instance_configuration: { method: 'GET', isAnonymous: true, ignoresBody: true, handle: getInstance() },
  'applications/token': { isAnonymous: true, handle: issueToken },
};

function getInstance(): Handler {
  return (_body, { rules, credentials }) =>
    jsonReply({
      airbyteUrl: 'http://localhost:8000',
      // The proxy that asks for a password is not the server: that one knows of no authentication.
      auth: { mode: credentials.auth.mode === 'token' ? 'simple' : 'none' },
      defaultOrganizationEmail: 'sandbox@example.com',
      defaultOrganizationId,
      defaultUserId,
      // The description requires it, servers have long ceased to fill it (API §1.1): there, and of no use to anybody.
      defaultWorkspaceId: defaultUserId,
      edition: 'community',
      initialSetupComplete: true,
      licenseStatus: 'pro',
      trackingStrategy: 'logging',
      version: rules.version,
    });
}

function issueToken(body: JsonObject, { credentials }: Parameters<Handler>[1]) {
  const token = credentials.issueToken(findText(body, 'client_id'), findText(body, 'client_secret'));
  return jsonReply({ access_token: token });
}
