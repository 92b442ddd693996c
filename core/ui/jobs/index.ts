import type { Cell, Dialog, Entity, GridPanel, ToolbarContext } from 'extjs-types';
import { badge } from '../cells';
import { describedPanel } from '../described-panel';
import { openDialog } from '../dialog';
import { formatWhen, t } from '../i18n';
import { toast } from '../notice';
import { definePanel } from '../panel';
import { theStore } from '../store/index';
import { scheduleWords } from './schedule-words';
import { loadTexts } from './texts';

/** Work by the clock; see core/jobs. */
export interface Job extends Entity {
  job: string;
  module: string;
  title: string;
  isEnabled: boolean;
  schedule: string | null;
  defaultSchedule: string;
  nextRunAt: string | null;
  lastRunAt: string | null;
  /** Milliseconds. */
  lastDuration: number | null;
  lastError: string | null;
  isRunning: boolean;
}

declare module 'extjs-types' {
  interface DataTypes {
    Job: Job;
  }
}

/** All jobs of the host, how they went, and when they run next. */
function describe(): GridPanel {
  return {
    xtype: 'grid',
    type: 'Job',
    title: t('jobs.title'),
    sort: [{ property: 'job' }],
    emptyText: t('jobs.none'),
    dialog: dialog(),
    tbar: [
      { xtype: 'button', text: t('jobs.run'), icon: 'redo', primary: true, needsSelection: true, handler: runNow },
      { xtype: 'button', text: t('jobs.edit'), icon: 'edit', needsSelection: true, handler: edit },
      '->',
      { xtype: 'button', text: t('jobs.refresh'), icon: 'refresh', iconOnly: true, handler: ({ reload }) => reload() },
    ],
    columns: [
      {
        dataIndex: 'title',
        text: t('jobs.name'),
        flex: 1,
        width: 335,
        rowHeader: true,
        renderer: (_, job) => nameOf(job),
      },
      { dataIndex: 'schedule', text: t('jobs.schedule'), width: 150, renderer: (_, job) => scheduleOf(job) },
      { dataIndex: 'lastError', text: t('jobs.result'), width: 110, renderer: (_, job) => resultOf(job) },
      { dataIndex: 'lastRunAt', text: t('jobs.last'), width: 105, sortable: true, format: 'datetime' },
      { dataIndex: 'lastDuration', text: t('jobs.took'), width: 76, align: 'end', renderer: durationOf },
      { dataIndex: 'nextRunAt', text: t('jobs.next'), width: 115, sortable: true, renderer: (_, job) => nextOf(job) },
      { dataIndex: 'job', text: t('jobs.error'), flex: 1, width: 100, renderer: (_, { lastError }) => lastError ?? '' },
    ],
    card: (job) => ({
      title: nameOf(job),
      subtitle: scheduleOf(job),
      end: job.lastRunAt === null ? '' : formatWhen(job.lastRunAt),
      meta: [resultOf(job), job.lastError ?? `${t('jobs.next')}: ${nextOf(job)}`],
    }),
  };
}

function dialog(): Dialog<'Job'> {
  return {
    xtype: 'dialog',
    type: 'Job',
    title: t('jobs.editTitle'),
    items: [
      { xtype: 'displayfield', name: 'title', fieldLabel: t('jobs.name'), renderer: (_, job) => nameOf(job) },
      { xtype: 'displayfield', name: 'defaultSchedule', fieldLabel: t('jobs.usual'), renderer: scheduleWords },
      { xtype: 'checkbox', name: 'isEnabled', fieldLabel: t('jobs.enabled'), wide: true },
      {
        ...{ xtype: 'textfield', name: 'schedule', fieldLabel: t('jobs.own'), helperText: t('jobs.ownHelp') },
        ...{ maxLength: 100, wide: true, placeholder: '0 3 * * *' },
      },
      { xtype: 'displayfield', name: 'lastError', fieldLabel: t('jobs.error') },
    ],
  };
}

function nameOf({ title, job }: Job): string {
  return title === '' ? job : title;
}

function scheduleOf({ isEnabled, schedule, defaultSchedule }: Job): string {
  return isEnabled ? scheduleWords(schedule ?? defaultSchedule) : t('jobs.off');
}

function resultOf({ isRunning, lastRunAt, lastError }: Job): Cell {
  if (isRunning) return badge(t('jobs.running'), 'accent');
  if (lastRunAt === null) return badge(t('jobs.never'));
  return lastError === null ? badge(t('jobs.ok'), 'green') : badge(t('jobs.failed'), 'red');
}

function durationOf(milliseconds: number | null): string {
  if (milliseconds === null) return '';
  if (milliseconds < 1000) return t('jobs.milliseconds', { count: milliseconds });
  return t('jobs.seconds', { seconds: Math.round(milliseconds / 100) / 10 });
}

function nextOf({ nextRunAt }: Job): string {
  return nextRunAt === null ? '–' : formatWhen(nextRunAt);
}

async function runNow({ records, reload }: ToolbarContext<Job>): Promise<void> {
  // A time that has come: the host looks every second.
  const nextRunAt = `${new Date().toISOString().slice(0, 19)}Z`;
  for (const { id } of records) await theStore().update('Job', id, { nextRunAt });
  toast(t('jobs.asked'), 'green');
  setTimeout(reload, 3000);
}

async function edit({ records: [job] }: ToolbarContext<Job>): Promise<void> {
  if (job) await openDialog(dialog(), job.id);
}

definePanel('jobs', describedPanel({ describe, heading: 'jobs.heading', loadTexts }));
