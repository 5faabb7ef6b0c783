import { expect, test } from 'vitest';
import { withProjectAndSandbox } from '../support/run-cli.ts';

test('discover prints a table, YAML for a file, and JSON; a mistake leaves standard output empty', () =>
  withProjectAndSandbox(async ({ run }) => {
    const table = await run(['discover', 'ecommerce', '--files']);
    const some = ['--files', '--stream', 'orders'];
    const yaml = await run(['discover', 'source/ecommerce', '--format', 'yaml', ...some]);
    const json = await run(['discover', 'ecommerce', '--format', 'json', ...some]);
    const diff = await run(['discover', 'ecommerce', '--files', '--diff', '--format', 'json']);
    const misspelt = await run(['discover', 'ecomerce']);
    const both = await run(['discover', 'ecommerce', '--diff', '--format', 'yaml']);

    expect(table).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('public.order_items') });
    expect(Math.max(...table.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(yaml).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^streams:\n {2}- name: orders\n/) });
    expect(JSON.parse(json.stdout)).toMatchObject({
      formatVersion: '1.0',
      key: 'source/ecommerce',
      from: 'connector',
      streams: [{ name: 'orders', namespace: 'public', primaryKey: [['id']] }],
    });
    expect(JSON.parse(diff.stdout)).toMatchObject({ connections: ['connection/ecommerce-to-bronze'], refusals: [] });
    expect(misspelt).toMatchObject({ exitCode: 3, stdout: '' });
    expect(misspelt.stderr).toContain('did you mean "ecommerce"?');
    expect(both).toMatchObject({ exitCode: 3, stdout: '' });
  }));
