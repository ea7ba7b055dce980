"""The studio: synthetic scenes in which everything is known, one for each discipline.

    from grandstand.replay.studio import Studio, scene_of, write_session

    scene = scene_of("FAE", seed=1)
    studio = Studio(scene, size=(1280, 720))
    camera = studio.rig.cameras[0]                       # of 24; studio.held_out has 6 more
    image = studio.frame(camera, scene.moment_s)         # what its sensor delivers
    plates = studio.plates(camera, 7)                    # the empty field of play, with noise and crowd
    truth = studio.truth(studio.held_out[0], 0.9)        # image, mask, depth, background, labels; no sensor
    write_session(studio, folder, from_s=0.5, until_s=1.3, fps=25, empty_s=1.0)

`studio.rig` and `studio.held_out` have the size and the lens that the studio was asked for; `scene.rig` is for
1280x720 without distortion. Any camera may be given to `frame` and `truth`, a virtual one of an orbit too. The
first picture of a camera draws its plate (about a second), the others only what moves. Before 0 s nobody is on the
field of play.

scenes/      one scene a discipline             skeleton    bones, poses, knees that follow feet
scene        what a scene has                   body        the skin around them
rendering    Studio, Truth                      suit        what is painted on it
session      recorded sessions                  motion      keys and what lies between
drawing      a picture out of models            equipment   skis, skates, helmets, poles
shading      light (compiled)                   venue       ground, boards, trees, stands, light
kernels      z-buffer, skinning (compiled)      crowd       who sways
reference    the z-buffer in plain numpy        camera_ring cameras around
optics       lens distortion                    shapes, implicit   models
"""

from grandstand.replay.studio.camera_ring import CAMERAS, fewer
from grandstand.replay.studio.rendering import Studio, Truth
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.scenes import DISCIPLINES, scene_of
from grandstand.replay.studio.session import write_session

__all__ = ["CAMERAS", "DISCIPLINES", "Scene", "Studio", "Truth", "fewer", "scene_of", "write_session"]
