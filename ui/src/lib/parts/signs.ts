/** The sign of each state. Signs differ in shape, so that they can be told apart without colour. */
import type { Component } from 'svelte';
import BookCheck from '@lucide/svelte/icons/book-check';
import Binoculars from '@lucide/svelte/icons/binoculars';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleArrowRight from '@lucide/svelte/icons/circle-arrow-right';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Layers from '@lucide/svelte/icons/layers';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import Pill from '@lucide/svelte/icons/pill';
import Equal from '@lucide/svelte/icons/equal';
import MoveVertical from '@lucide/svelte/icons/move-vertical';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Unlink from '@lucide/svelte/icons/unlink';
import type { AnchorState, Judgement, Stage, Tier } from '$lib/bindings';

export const STAGE_SIGNS: Record<Stage, Component> = {
  draft: CircleDashed,
  submitted: CircleArrowRight,
  under_review: CircleDot,
  changes_requested: CircleAlert,
  approved: CircleCheck,
  withdrawn: CircleSlash,
};

export const JUDGEMENT_SIGNS: Record<Judgement, Component> = {
  unverified: CircleQuestionMark,
  verified: BadgeCheck,
  disputed: TriangleAlert,
};

export const ANCHOR_SIGNS: Record<AnchorState, Component> = {
  intact: Equal,
  moved: MoveVertical,
  changed: PencilLine,
  orphaned: Unlink,
};

export const TIER_SIGNS: Record<Tier, Component> = {
  guideline: BookCheck,
  drug_label: Pill,
  systematic_review: Layers,
  trial: FlaskConical,
  observational: Binoculars,
  expert_opinion: MessageCircle,
};
