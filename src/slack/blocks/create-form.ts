import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ClusterInventory } from '../../domain/inventory.ts';
import { createFormId } from './action-ids.ts';
import { context, plain } from './text.ts';

export interface FormChoices {
  /** Names from the configuration; the first is chosen. */
  clusters: readonly string[];
  inventory: readonly ClusterInventory[];
  /** Others decide whether a pool is made. */
  needsApproval: boolean;
}

/** The element of each block has this action id; blocks are named after the fields of a request. */
export const formElement = 'value';

const startsWords = 'Sending the form starts it; the plan comes first, in the thread.';
const asksWords = 'Sending the form asks those who decide about new pools; nothing is made before they agree.';

/** The form of `/egress-pool create`. `metadata` comes back as it is and is not to be trusted. */
export function createForm(choices: FormChoices, metadata: string): ModalView {
  return {
    type: 'modal',
    callback_id: createFormId,
    private_metadata: metadata,
    title: plain('Create a pool', 24),
    submit: plain('Create', 24),
    close: plain('Close', 24),
    blocks: [...fields(choices), context(choices.needsApproval ? asksWords : startsWords)],
  };
}

function fields(choices: FormChoices): KnownBlock[] {
  const zones = unique(choices.inventory.flatMap((cluster) => cluster.zones.map(({ zoneId }) => zoneId)));
  const types = [
    ...unique(choices.inventory.flatMap((cluster) => cluster.defaultInstanceTypes)),
    ...unique(choices.inventory.flatMap((cluster) => cluster.instanceTypes.map(({ id }) => id))),
  ];
  return [
    textField({ id: 'name', label: 'Name', hint: 'A DNS label of at most 40 characters.', placeholder: 'payments' }),
    clusterField(choices.clusters),
    textField({ id: 'pods', label: 'Pods', hint: 'How many pods must fit.', placeholder: '40' }),
    listField({ id: 'zones', label: 'Zones', hint: 'Default: every zone with nodes, three at most.', options: zones }),
    textField({ id: 'nodes', label: 'Nodes', hint: 'In all: 3, or 2..5.', placeholder: '2', optional: true }),
    listField({ id: 'instanceType', label: 'Instance types', hint: "Default: the cluster's.", options: types }),
    textField({
      id: 'namespaces',
      label: 'Namespaces',
      hint: 'Whose pods may use it, with commas between.',
      placeholder: 'payments',
      optional: true,
    }),
    textField({
      id: 'owner',
      label: 'Owner',
      hint: 'A user group: its id.',
      placeholder: 'S0PAYMENTS',
      optional: true,
    }),
    ...(choices.needsApproval ? [reasonField] : []),
    {
      type: 'input',
      block_id: 'dryRun',
      optional: true,
      label: plain('Dry run', 100),
      element: {
        type: 'checkboxes',
        action_id: formElement,
        options: [{ text: plain('Show the plan and stop', 75), value: 'dry-run' }],
      },
    },
  ];
}

const reasonField: InputBlock = {
  type: 'input',
  block_id: 'reason',
  optional: true,
  label: plain('Reason', 100),
  hint: plain('Why it is needed, for those who decide; a dry run needs none.', 200),
  element: { type: 'plain_text_input', action_id: formElement, multiline: true, max_length: 1_000 },
};

interface FieldParts {
  id: string;
  label: string;
  hint: string;
}

function textField(field: FieldParts & { placeholder: string; optional?: true }): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    optional: field.optional ?? false,
    label: plain(field.label, 100),
    hint: plain(field.hint, 200),
    element: {
      type: 'plain_text_input',
      action_id: formElement,
      max_length: 300,
      placeholder: plain(field.placeholder, 100),
    },
  };
}

/** Without an inventory there is nothing to choose from, so it is typed. */
function listField(field: FieldParts & { options: string[] }): InputBlock {
  if (field.options.length === 0) {
    return textField({ ...field, placeholder: 'with commas between', optional: true });
  }
  return {
    type: 'input',
    block_id: field.id,
    optional: true,
    label: plain(field.label, 100),
    hint: plain(field.hint, 200),
    element: {
      type: 'multi_static_select',
      action_id: formElement,
      options: [...new Set(field.options)].slice(0, 100).map(option),
    },
  };
}

function clusterField(clusters: readonly string[]): KnownBlock {
  const options = clusters.slice(0, 100).map(option);
  const [first] = options;
  if (!first) return textField({ id: 'cluster', label: 'Cluster', hint: 'Its name.', placeholder: 'prod' });
  return {
    type: 'input',
    block_id: 'cluster',
    label: plain('Cluster', 100),
    element: { type: 'static_select', action_id: formElement, options, initial_option: first },
  };
}

function option(value: string): PlainTextOption {
  return { text: plain(value, 75), value: value.slice(0, 150) };
}

function unique(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '' && value.length <= 150).sort();
}
