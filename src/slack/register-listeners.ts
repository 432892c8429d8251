import type { App } from '@slack/bolt';
import { registerAlertButtons } from './actions/register-alert-buttons.ts';
import { registerAllowButton } from './actions/register-allow-button.ts';
import { registerAuditExport } from './actions/register-audit-export.ts';
import { registerConfirmResize } from './actions/register-confirm-resize.ts';
import { registerDeleteButtons } from './actions/register-delete-buttons.ts';
import { registerGrantButtons } from './actions/register-grant-buttons.ts';
import { registerOperationButton } from './actions/register-operation-button.ts';
import { registerRequestButtons } from './actions/register-request-buttons.ts';
import { registerShowYaml } from './actions/register-show-yaml.ts';
import { registerUnknownAction } from './actions/register-unknown-action.ts';
import { actionIds } from './blocks/action-ids.ts';
import { registerEgressPool } from './commands/register-egress-pool.ts';
import { registerUnknownCommand } from './commands/register-unknown-command.ts';
import { registerHome } from './home/register-home.ts';
import type { ListenerDeps } from './listener-deps.ts';
import { registerAllowForm } from './views/register-allow-form.ts';
import { registerCreateForm } from './views/register-create-form.ts';
import { registerDeleteForm } from './views/register-delete-form.ts';
import { registerDenyForm } from './views/register-deny-form.ts';
import { registerResizeForm } from './views/register-resize-form.ts';
import { registerUnknownView } from './views/register-unknown-view.ts';

/** Everything that people can do in Slack; whatever comes in is answered by exactly one of these. */
export function registerListeners(app: App, deps: ListenerDeps): void {
  registerEgressPool(app, deps);
  registerUnknownCommand(app);
  registerOperationButton(app, deps, { actionId: actionIds.retry, kind: 'retry' });
  registerOperationButton(app, deps, { actionId: actionIds.rollback, kind: 'rollback' });
  registerOperationButton(app, deps, { actionId: actionIds.cancel, kind: 'cancel' });
  registerOperationButton(app, deps, { actionId: actionIds.goOn, kind: 'go on' });
  registerConfirmResize(app, deps);
  registerShowYaml(app, deps);
  registerAuditExport(app, deps);
  registerAllowButton(app, deps);
  registerRequestButtons(app, deps);
  registerGrantButtons(app, deps);
  registerAlertButtons(app, deps);
  registerDeleteButtons(app, deps);
  registerUnknownAction(app, deps);
  registerCreateForm(app, deps);
  registerAllowForm(app, deps);
  registerDenyForm(app, deps);
  registerResizeForm(app, deps);
  registerDeleteForm(app, deps);
  registerUnknownView(app, deps);
  registerHome(app, deps);
}
