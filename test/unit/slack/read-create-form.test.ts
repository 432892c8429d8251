import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fieldErrors } from '../../../src/slack/views/field-errors.ts';
import { readCreateForm } from '../../../src/slack/views/read-create-form.ts';

it('reads what was filled in as if it had been typed', () => {
  const values = {
    name: { value: { type: 'plain_text_input', value: ' payments ' } },
    pods: { value: { type: 'plain_text_input', value: '40' } },
    cluster: { value: { type: 'static_select', selected_option: { value: 'prod' } } },
    zones: { value: { type: 'multi_static_select', selected_options: [{ value: 'h' }, { value: 'k' }] } },
    nodes: { value: { type: 'plain_text_input', value: null } },
    dryRun: { value: { type: 'checkboxes', selected_options: [{ value: 'dry-run' }] } },
  };

  const form = readCreateForm({ private_metadata: '{"channelId":"C0TEAM"}', state: { values } });

  expect(form.channelId).toBe('C0TEAM');
  expect(form.raw).toMatchObject({ name: 'payments', pods: '40', cluster: 'prod', zones: 'h,k', dryRun: true });
  expect(form.raw.nodes).toBeUndefined();
});

it('trusts nothing that comes back', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (metadata, values) => {
      const { channelId, raw } = readCreateForm({ private_metadata: metadata, state: { values } });
      expect(channelId === undefined || /^[CDG][A-Z0-9]+$/.test(channelId)).toBe(true);
      expect(typeof raw.name).toBe('string');
    }),
  );
});

it('shows a problem at its field, and what belongs to none at the name', () => {
  const errors = fieldErrors([
    { field: 'instance-type', message: 'unknown type', example: '--instance-type ecs.g7.xlarge' },
    { field: 'command', message: 'no', example: '/egress-pool help' },
  ]);

  expect(errors).toEqual({
    instanceType: 'unknown type. For instance: ecs.g7.xlarge',
    name: 'no. For instance: /egress-pool help',
  });
});
