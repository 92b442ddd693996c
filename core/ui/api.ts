/**
 * The front door of the host's browser half: all that a module's panel may import of the core.
 * Types of descriptions come from `extjs-types`; Lit from `lit`; components from single `@vaadin/*` packages.
 */
export { addressOf, appearanceOf, linkableTypes, titleOf } from './appearance';
export { avatar, badge, element, type IconName, icon, person, type Tone } from './cells';
export { type ComposerElement, loadComposer } from './composer-loader';
export { CounterController, QueryController, RecordController, type Wanted } from './controllers';
export { createBy, creatorPanels, defineCreator } from './creator';
export {
  type CustomFields,
  type FieldTests,
  loadCustomFields,
  loadCustomFieldsFilter,
} from './custom-fields-loader';
export { describedPanel } from './described-panel';
export { detailCardStyles } from './detail-card.styles';
export { DetailCard } from './detail-cards';
export { closeByEscape, closeWhenLeft } from './details-menu';
export { detailsMenuStyles } from './details-menu.styles';
export { openDialog } from './dialog';
export { LightElement, PanelElement } from './element';
export {
  addMessages,
  formatDate,
  formatDateTime,
  formatNumber,
  formatSize,
  formatWhen,
  locale,
  t,
} from './i18n';
export { type Key, onKeys } from './keys';
export { type MailContent, MailFrame } from './mail-frame';
export { defineMenuEntry } from './menu-entry';
export { type ModalContent, showModal } from './modal-loader';
export { ask, errorText, type Question, showError, toast } from './notice';
export { moved, renumbered } from './order';
export { definePanel, defineXtype, type PanelElementClass } from './panel';
export { PreferenceController } from './preference';
export { comboChoices } from './render/combo-choices';
export { renderItem } from './render/index';
export { PartElement } from './render/part-element';
export { refusalsOf } from './render/refusals';
export { shareLevels } from './render/share-levels';
export { loadTokensField } from './render/tokens-field-loader';
export { formatRoute, navigate, onRoute, type Route, route, setQuery } from './route';
export {
  type ChosenFilters,
  closed,
  type FilterWords,
  loadSavedFilters,
  type SavedFilter,
  SavedFilters,
} from './saved-filters-loader';
export { shortList } from './short-list';
export { MethodError, RequestFailed, SetFailed } from './store/errors';
export { theStore as store } from './store/index';
export type {
  PanelInfo,
  Patch,
  Query,
  QueryWindow,
  Session,
  SetCall,
  SetError,
  SetResult,
  Store,
  Upload,
  UploadOptions,
  WindowState,
} from './store/types';
