/** An image reference and the places that use one. */
import type { Setting, Sourced } from './setting.ts';

/** A reference such as `registry.example.org:5000/team/app:1.2@sha256:…`, taken apart as Docker does. */
export interface ImageReference {
  /** As written. */
  readonly text: string;
  /** The registry's host and port; absent when the reference names none, that is for Docker Hub. */
  readonly registry?: string;
  /** The path without registry, tag and digest, as written: `nginx`, `library/nginx`, `team/app`. */
  readonly repository: string;
  readonly tag?: string;
  /** With its algorithm: `sha256:…`. */
  readonly digest?: string;
  /**
   * The short name of a Docker official image (`nginx` for `nginx`, `library/nginx`, `docker.io/library/nginx`);
   * absent for every other image.
   */
  readonly official?: string;
}

/** One place that takes an image from somewhere else: not a stage of the same file, not `scratch`. */
export interface ImageUse extends Sourced {
  /** What takes it: a stage's base, files copied or mounted from it, a service that runs it. */
  readonly role: 'base' | 'copy' | 'mount' | 'service';
  /** `unknown` when a variable without a value decides it, even in part. The source covers the reference alone. */
  readonly reference: Setting<ImageReference>;
  /**
   * Whether the image is also built here (`build:` beside `image:`, in this service or another): then the name is what the result is called, not what is fetched.
   */
  readonly built: boolean;
}
