// The feed and the site map are Byline's own.
import { relay } from '@byline/client';
import type { APIRoute } from 'astro';
import { byline } from '../byline';

export const GET: APIRoute = ({ request, url }) => relay(byline, `/api/v1/feeds/rss${url.search}`, request);
